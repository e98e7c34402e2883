package io.membership.cluster;

import java.util.List;
import java.util.function.IntSupplier;

import io.membership.gossip.ProtocolLayer;

/**
 * Serf's three queues of broadcasts. Gossip drains them in this order: intents, queries,
 * user events. Confined to the event loop.
 */
final class Broadcasts {

	private final ClusterContext context;

	private final BroadcastQueue intents;

	private final BroadcastQueue queries;

	private final BroadcastQueue events;

	/**
	 * Creates the queues.
	 * @param context the world of this member
	 * @param gossip creates the lanes below
	 * @param members supplies the number of known members
	 * @param maxBytes the largest message that fits into a packet
	 */
	Broadcasts(ClusterContext context, ProtocolLayer.Context gossip, IntSupplier members, IntSupplier maxBytes) {
		this.context = context;
		BroadcastLimits limits = context.config().broadcasts();
		IntSupplier limit = () -> (limits.minDepth() > 0) ? Math.max(limits.minDepth(), 2 * members.getAsInt())
				: limits.maxDepth();
		// gossip drains its lanes in the order of their creation
		this.intents = new BroadcastQueue("intent", gossip.newLane(), limit, maxBytes, context.metrics(),
				ClusterMetrics.Gauge.INTENT_QUEUE);
		this.queries = new BroadcastQueue("query", gossip.newLane(), limit, maxBytes, context.metrics(),
				ClusterMetrics.Gauge.QUERY_QUEUE);
		this.events = new BroadcastQueue("event", gossip.newLane(), limit, maxBytes, context.metrics(),
				ClusterMetrics.Gauge.EVENT_QUEUE);
	}

	/** Starts to check the depth of the queues at intervals. */
	void start() {
		this.context.after(this.context.config().broadcasts().checkInterval(), this::check);
	}

	BroadcastQueue intents() {
		return this.intents;
	}

	BroadcastQueue queries() {
		return this.queries;
	}

	BroadcastQueue events() {
		return this.events;
	}

	private void check() {
		int depthWarning = this.context.config().broadcasts().depthWarning();
		long now = this.context.now();
		List.of(this.intents, this.queries, this.events).forEach((queue) -> queue.check(depthWarning, now));
		start();
	}

}
