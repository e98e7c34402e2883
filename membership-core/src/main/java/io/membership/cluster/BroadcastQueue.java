package io.membership.cluster;

import java.time.Duration;
import java.util.function.IntSupplier;

import io.membership.gossip.BroadcastLane;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of Serf's queues of broadcasts. Each new message enforces the limit: a look at
 * intervals, as in Serf, loses the race against a flood. Confined to the event loop.
 */
final class BroadcastQueue {

	private static final Logger logger = LoggerFactory.getLogger(BroadcastQueue.class);

	/** A queue that stays deep is for the gauges to show, not for the log to repeat. */
	private static final long WARN_INTERVAL_NANOS = Duration.ofMinutes(10).toNanos();

	private final String name;

	private final BroadcastLane lane;

	private final IntSupplier limit;

	private final IntSupplier maxBytes;

	private final ClusterMetrics metrics;

	private final ClusterMetrics.Gauge gauge;

	private int waiting;

	private boolean warned;

	private long warnedAt;

	BroadcastQueue(String name, BroadcastLane lane, IntSupplier limit, IntSupplier maxBytes, ClusterMetrics metrics,
			ClusterMetrics.Gauge gauge) {
		this.name = name;
		this.lane = lane;
		this.limit = limit;
		this.maxBytes = maxBytes;
		this.metrics = metrics;
		this.gauge = gauge;
	}

	/**
	 * Refuses a message of this member that no packet can carry. Serf would queue it, and
	 * no member would ever receive it.
	 * @param encoded the bytes
	 * @param packetBytes size of a packet as it is configured
	 * @throws IllegalArgumentException if it is too large
	 */
	void requireRoom(byte[] encoded, int packetBytes) {
		int room = this.maxBytes.getAsInt();
		if (encoded.length > room) {
			throw new IllegalArgumentException(this.name + " of " + encoded.length + " bytes exceeds the " + room
					+ " bytes that a packet carries;" + " raise gossip.udp-buffer-size (" + packetBytes
					+ " bytes) on every member, or send less");
		}
	}

	/**
	 * Queues a message. One that no packet can carry, as another member with larger
	 * packets may send, is dropped.
	 * @param encoded the bytes
	 * @param finished called when it has been gossiped or dropped
	 */
	void queue(byte[] encoded, @Nullable Runnable finished) {
		if (encoded.length > this.maxBytes.getAsInt()) {
			logger.atDebug()
				.addKeyValue("queue", this.name)
				.addKeyValue("bytes", encoded.length)
				.log("A message is larger than what a packet carries and is not passed on");
			if (finished != null) {
				finished.run();
			}
			return;
		}
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

	/**
	 * Looks at how much waits.
	 * @return whether it warned
	 */
	boolean check(int depthWarning, long now) {
		// the limit goes down with the members
		this.lane.prune(this.limit.getAsInt());
		if (this.waiting < depthWarning || (this.warned && now - this.warnedAt < WARN_INTERVAL_NANOS)) {
			return false;
		}
		this.warned = true;
		this.warnedAt = now;
		logger.atWarn()
			.addKeyValue("queue", this.name)
			.addKeyValue("depth", this.waiting)
			.log("The {} queue has {} broadcasts that wait to be gossiped", this.name, this.waiting);
		return true;
	}

	private void show() {
		this.metrics.set(this.gauge, this.waiting);
	}

}
