package io.membership.spring.lifecycle;

import java.io.IOException;
import java.time.Duration;
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

	private static final Duration JOIN_POLL = Duration.ofMillis(20);

	private static final Logger logger = LoggerFactory.getLogger(MembershipTransportLifecycle.class);

	private final LocalNode node;

	private final Duration waitForJoin;

	/**
	 * Creates the lifecycle.
	 * @param node the local member
	 * @param waitForJoin longest time that {@link #start()} waits for another member;
	 * zero to not wait
	 */
	public MembershipTransportLifecycle(LocalNode node, Duration waitForJoin) {
		super(PHASE);
		this.node = node;
		this.waitForJoin = waitForJoin;
	}

	/**
	 * Binds the sockets and starts to join.
	 * @throws MembershipStartException if the address or port cannot be bound
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
		if (!this.waitForJoin.isZero() && !config.seeds().addresses().isEmpty()) {
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

	/** Looks at the members rather than at events: those are held back until later. */
	private void awaitJoin() {
		long start = System.nanoTime();
		try {
			while (this.node.counts().present() < 2) {
				if (System.nanoTime() - start >= this.waitForJoin.toNanos()) {
					logger.warn("No other member reached while waiting to join, going on alone. waited={} seeds={}",
							this.waitForJoin,
							this.node.memberlist().config().seeds().addresses().stream().map(SafeText::of).toList());
					return;
				}
				TimeUnit.NANOSECONDS.sleep(JOIN_POLL.toNanos());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
