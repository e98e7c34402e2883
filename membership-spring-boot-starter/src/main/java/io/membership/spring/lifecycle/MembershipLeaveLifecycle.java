package io.membership.spring.lifecycle;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.membership.spring.LocalNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Announces on shutdown that this member leaves, before anything else stops: other
 * members stop sending new work while the web server completes its requests. The member
 * answers probes until {@link MembershipTransportLifecycle} stops it.
 */
public final class MembershipLeaveLifecycle extends MembershipLifecycle {

	/** The highest phase stops first. */
	public static final int PHASE = DEFAULT_PHASE;

	/** Additional limit, in case the core does not keep the time-out. */
	private static final Duration GRACE = Duration.ofMillis(500);

	private static final Logger logger = LoggerFactory.getLogger(MembershipLeaveLifecycle.class);

	private final LocalNode node;

	private final Duration timeout;

	/**
	 * Creates the lifecycle.
	 * @param node the local member
	 * @param timeout longest time until the leave has been gossiped
	 */
	public MembershipLeaveLifecycle(LocalNode node, Duration timeout) {
		super(PHASE);
		this.node = node;
		this.timeout = timeout;
	}

	/** Does nothing: the member was started in an earlier phase. */
	@Override
	public void start() {
	}

	@Override
	protected CompletableFuture<?> end() {
		return this.node.leave(this.timeout)
			.copy()
			.orTimeout(this.node.leaveLimit(this.timeout).plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
	}

	@Override
	protected void endFailed(Throwable failure) {
		logger.warn(
				"Could not notify all members that this one leaves; some may consider it failed. timeout={} cause={}",
				this.timeout, failure.toString());
	}

	@Override
	public boolean isRunning() {
		return this.node.memberlist().isRunning();
	}

}
