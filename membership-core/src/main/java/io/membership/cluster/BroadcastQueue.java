package io.membership.cluster;

import java.time.Duration;
import java.util.function.IntSupplier;

import io.membership.gossip.BroadcastLane;
import io.membership.runtime.RateLimit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of Serf's broadcast queues. Each new message enforces the limit; checking only at
 * intervals, as Serf does, loses against a flood. Confined to the event loop.
 */
final class BroadcastQueue {

	private static final Logger logger = LoggerFactory.getLogger(BroadcastQueue.class);

	/** Limits repeated warnings: the gauges show a queue that stays deep. */
	private final RateLimit warnings = new RateLimit(Duration.ofMinutes(10));

	private final String name;

	private final BroadcastLane lane;

	private final IntSupplier limit;

	private final IntSupplier maxBytes;

	private final ClusterMetrics metrics;

	private final ClusterMetrics.Gauge gauge;

	private int waiting;

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
	 * Rejects a message of this member that is larger than a packet. Serf queues such a
	 * message, and no member ever receives it.
	 * @param encoded the bytes
	 * @param packetBytes the configured packet size
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
	 * Queues a message. Drops one that is larger than a packet, which a member with
	 * larger packets may have sent.
	 * @param encoded the bytes
	 * @param finished called when it has been gossiped or dropped
	 */
	void queue(byte[] encoded, @Nullable Runnable finished) {
		if (encoded.length > this.maxBytes.getAsInt()) {
			logger.atDebug()
				.addKeyValue("queue", this.name)
				.addKeyValue("bytes", encoded.length)
				.log("A message is larger than a packet and is not passed on");
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
	 * Checks the depth of the queue.
	 * @return whether it logged a warning
	 */
	boolean check(int depthWarning, long now) {
		// the limit shrinks with the cluster
		this.lane.prune(this.limit.getAsInt());
		if (this.waiting < depthWarning || !this.warnings.tryAcquire(now)) {
			return false;
		}
		logger.atWarn()
			.addKeyValue("queue", this.name)
			.addKeyValue("depth", this.waiting)
			.log("The {} queue has {} broadcasts waiting to be gossiped", this.name, this.waiting);
		return true;
	}

	private void show() {
		this.metrics.set(this.gauge, this.waiting);
	}

}
