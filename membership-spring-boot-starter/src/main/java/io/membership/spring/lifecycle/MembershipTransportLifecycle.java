package io.membership.spring.lifecycle;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.membership.SafeText;
import io.membership.gossip.MemberlistConfig;
import io.membership.spring.LocalNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the member before the web server, and shuts it down after the web server has
 * stopped, so that requests still being served see the cluster.
 */
public final class MembershipTransportLifecycle extends MembershipLifecycle {

	/**
	 * Below the phase in which Boot's web servers start and stop, which is
	 * {@code DEFAULT_PHASE - 2048}: lower phases start earlier and stop later.
	 */
	public static final int PHASE = DEFAULT_PHASE - 3072;

	/** Limits the wait, because the phase must end in any case. */
	private static final Duration SHUTDOWN_LIMIT = Duration.ofSeconds(10);

	private static final Logger logger = LoggerFactory.getLogger(MembershipTransportLifecycle.class);

	private final LocalNode node;

	private final Duration waitForJoin;

	private final boolean failFast;

	/**
	 * Creates the lifecycle.
	 * @param node the local member
	 * @param waitForJoin longest time that {@link #start()} waits for another member;
	 * zero to not wait
	 * @param failFast whether the start fails if that time passes
	 */
	public MembershipTransportLifecycle(LocalNode node, Duration waitForJoin, boolean failFast) {
		super(PHASE);
		this.node = node;
		this.waitForJoin = waitForJoin;
		this.failFast = failFast;
	}

	/**
	 * Binds the sockets and starts to join.
	 * @throws MembershipStartException if the address or port cannot be bound
	 * @throws MembershipJoinException if no other member was reached in time and the
	 * start must not go on alone, or if the wait was interrupted
	 */
	@Override
	public void start() {
		MemberlistConfig config = this.node.memberlist().config();
		try {
			this.node.start();
		}
		catch (IOException ex) {
			throw new MembershipStartException(config, ex);
		}
		if (!this.waitForJoin.isZero() && (this.failFast || !config.seeds().addresses().isEmpty())) {
			awaitJoin();
		}
	}

	/** Completes when the ports are free again, or after a limit. */
	@Override
	protected CompletableFuture<?> end() {
		return this.node.shutdown().copy().orTimeout(SHUTDOWN_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
	}

	@Override
	protected void endFailed(Throwable failure) {
		logger.warn("The cluster member did not shut down cleanly", failure);
	}

	@Override
	public boolean isRunning() {
		return this.node.memberlist().isRunning();
	}

	private void awaitJoin() {
		try {
			if (new JoinWait(this.node).await(this.waitForJoin)) {
				return;
			}
			List<String> seeds = this.node.memberlist()
				.config()
				.seeds()
				.addresses()
				.stream()
				.map(SafeText::of)
				.toList();
			if (this.failFast) {
				throw MembershipJoinException.alone(this.waitForJoin, seeds);
			}
			logger.warn("No other member reached while waiting to join, going on alone. waited={} seeds={}",
					this.waitForJoin, seeds);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw MembershipJoinException.interrupted();
		}
	}

}
