package io.membership.cluster;

import java.util.List;
import java.util.function.IntSupplier;

import io.membership.gossip.ProtocolLayer;

/**
 * Serf's three queues of broadcasts, drained in this order. Confined to the event loop.
 *
 * @param intents what members intend
 * @param queries queries
 * @param events user events
 */
record Lanes(Lane intents, Lane queries, Lane events) {

	/**
	 * Creates the queues.
	 * @param context creates queues of gossip
	 * @param limits limits of each queue
	 * @param members how many members are known
	 * @param maxBytes largest message that a packet carries
	 * @param metrics shows how much waits
	 */
	static Lanes create(ProtocolLayer.Context context, ClusterConfig.Queues limits, IntSupplier members,
			IntSupplier maxBytes, ClusterMetrics metrics) {
		IntSupplier limit = () -> (limits.minDepth() > 0) ? Math.max(limits.minDepth(), 2 * members.getAsInt())
				: limits.maxDepth();
		// the queues of gossip are drained in the order of their creation
		Lane intents = new Lane("intent", context.newLane(), limit, maxBytes, metrics,
				ClusterMetrics.Gauge.INTENT_QUEUE);
		Lane queries = new Lane("query", context.newLane(), limit, maxBytes, metrics, ClusterMetrics.Gauge.QUERY_QUEUE);
		Lane events = new Lane("event", context.newLane(), limit, maxBytes, metrics, ClusterMetrics.Gauge.EVENT_QUEUE);
		return new Lanes(intents, queries, events);
	}

	/** Looks at how much waits, and warns. */
	void check(int depthWarning, long now) {
		List.of(this.intents, this.queries, this.events).forEach((lane) -> lane.check(depthWarning, now));
	}

}
