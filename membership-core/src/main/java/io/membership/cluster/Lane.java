package io.membership.cluster;

import java.util.function.IntSupplier;

import io.membership.gossip.BroadcastLane;
import org.jspecify.annotations.Nullable;

/**
 * One of Serf's queues of broadcasts. Its limit is enforced when something is queued: who
 * looks only now and then, as Serf does, loses the race against a flood. Confined to the
 * event loop.
 */
final class Lane {

	private final BroadcastLane lane;

	private final IntSupplier limit;

	private final ClusterMetrics metrics;

	private final ClusterMetrics.Gauge gauge;

	private int waiting;

	Lane(BroadcastLane lane, IntSupplier limit, ClusterMetrics metrics, ClusterMetrics.Gauge gauge) {
		this.lane = lane;
		this.limit = limit;
		this.metrics = metrics;
		this.gauge = gauge;
	}

	/**
	 * Queues a message.
	 * @param encoded the bytes
	 * @param finished called when it has been gossiped or dropped
	 */
	void queue(byte[] encoded, @Nullable Runnable finished) {
		this.waiting++;
		this.lane.queue(encoded, () -> {
			this.waiting--;
			show();
			if (finished != null) {
				finished.run();
			}
		});
		this.lane.prune(this.limit.getAsInt());
		show();
	}

	/** How many messages wait. */
	int depth() {
		return this.waiting;
	}

	private void show() {
		this.metrics.set(this.gauge, this.waiting);
	}

}
