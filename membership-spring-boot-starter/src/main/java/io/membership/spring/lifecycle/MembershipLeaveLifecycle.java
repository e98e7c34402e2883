package io.membership.spring.lifecycle;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.membership.cluster.Cluster;
import io.membership.gossip.Memberlist;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Tells the others that this member leaves, first of all when the application shuts down:
 * they stop sending new work while the web server still finishes what it has. The member
 * answers probes until {@link MembershipTransportLifecycle} stops it.
 */
public final class MembershipLeaveLifecycle implements SmartLifecycle {

	/** The highest phase stops first. */
	public static final int PHASE = DEFAULT_PHASE;

	/** The core keeps the time-out itself; this is in case it does not. */
	private static final Duration GRACE = Duration.ofMillis(500);

	private static final Logger logger = LoggerFactory.getLogger(MembershipLeaveLifecycle.class);

	private final LocalNode node;

	private final Duration timeout;

	/**
	 * Creates the lifecycle.
	 * @param memberlist the member
	 * @param timeout longest time to wait until the others have been told
	 */
	public MembershipLeaveLifecycle(Memberlist memberlist, Duration timeout) {
		this(new LocalNode.OfMemberlist(memberlist), timeout);
	}

	/**
	 * Creates the lifecycle of a member that speaks Serf's protocol.
	 * @param cluster the member
	 * @param timeout longest time to wait until the others have been told; for the
	 * cluster's leave-propagate delay the member then goes on answering
	 */
	public MembershipLeaveLifecycle(Cluster cluster, Duration timeout) {
		this(new LocalNode.OfCluster(cluster), timeout);
	}

	private MembershipLeaveLifecycle(LocalNode node, Duration timeout) {
		this.node = node;
		this.timeout = timeout;
	}

	/** Nothing to do: the member was started in an earlier phase. */
	@Override
	public void start() {
	}

	@Override
	public void stop() {
		CompletableFuture<Void> stopped = new CompletableFuture<>();
		stop(() -> stopped.complete(null));
		stopped.join();
	}

	/** Calls back when the others have been told, or after the time-out. */
	@Override
	public void stop(Runnable callback) {
		CompletableFuture<? extends @Nullable Object> leave;
		try {
			leave = this.node.leave(this.timeout);
		}
		catch (RuntimeException ex) {
			leave = CompletableFuture.failedFuture(ex);
		}
		leave.copy()
			.orTimeout(this.node.leaveLimit(this.timeout).plus(GRACE).toMillis(), TimeUnit.MILLISECONDS)
			.whenComplete((nothing, failure) -> {
				if (failure != null) {
					logger.warn("Could not tell everybody that this member leaves: some may see it as failed. "
							+ "timeout={} cause={}", this.timeout, failure.toString());
				}
				callback.run();
			});
	}

	@Override
	public boolean isRunning() {
		return this.node.memberlist().isRunning();
	}

	/** A paused test context must not leave the cluster. */
	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
