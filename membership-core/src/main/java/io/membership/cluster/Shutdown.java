package io.membership.cluster;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.membership.gossip.Memberlist;
import io.membership.runtime.LoopCalls;

/**
 * Stops a running member: delivers the events that are held back, closes the queries and
 * writes the snapshot.
 */
final class Shutdown {

	/** Longest wait for the disk. */
	private static final Duration DRAIN = Duration.ofMillis(250);

	private final ClusterContext context;

	private final Lifecycle lifecycle;

	private final Memberlist memberlist;

	private final PendingQueries queries;

	private final EventCoalescing coalescing;

	private final ClusterSnapshot snapshot;

	private final LoopCalls calls;

	private final CompletableFuture<Void> drained = new CompletableFuture<>();

	Shutdown(ClusterContext context, Lifecycle lifecycle, Memberlist memberlist, PendingQueries queries,
			EventCoalescing coalescing, ClusterSnapshot snapshot, LoopCalls calls) {
		this.context = context;
		this.lifecycle = lifecycle;
		this.memberlist = memberlist;
		this.queries = queries;
		this.coalescing = coalescing;
		this.snapshot = snapshot;
		this.calls = calls;
	}

	/**
	 * Drains the member. Any thread.
	 * @return completes when everything is written, or the disk takes too long
	 */
	CompletableFuture<Void> begin() {
		boolean nothingToKeep = this.context.config().snapshot().path() == null
				&& this.context.config().events().coalescing().equals(EventsConfig.Coalescing.OFF);
		this.context.runtime().execute(this::drain);
		if (nothingToKeep) {
			this.drained.complete(null);
		}
		return this.drained;
	}

	/**
	 * Leaves the cluster because another node has won this member's name. Announces
	 * nothing, as a leave would apply to the other node. Event loop only.
	 */
	void loseName() {
		if (this.lifecycle.change(ClusterState.ALIVE, ClusterState.NAME_LOST)) {
			drain();
			this.drained.thenCompose((drained) -> this.memberlist.shutdown()).thenRun(this.calls::close);
		}
	}

	private void drain() {
		this.queries.closeAll();
		this.coalescing.close();
		this.snapshot.close().whenComplete((ok, failure) -> this.drained.complete(null));
		this.context.after(DRAIN, () -> this.drained.complete(null));
	}

}
