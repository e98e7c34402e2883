package io.membership.gossip;

import io.membership.runtime.NodeRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects stalls of this member - a stopped process, a long garbage collection, a
 * throttled container, a starved CPU - and measures how long they last.
 * <p>
 * Every timer of the protocol goes through {@link #after}. A timer that fires much later
 * than it was due proves a stall, and the stall is recorded before the task of the timer
 * runs, which may be about to accuse a member. A heartbeat timer ensures that one is
 * always due soon. Transports deliver the packets that wait in the socket before timers,
 * so that messages which arrived during the stall count first.
 */
final class StallGuard {

	static final long HEARTBEAT_NANOS = 200_000_000L;

	private static final long MIN_THRESHOLD_NANOS = 250_000_000L;

	private static final int CLEAN_BEATS = 3;

	private static final Logger logger = LoggerFactory.getLogger(StallGuard.class);

	private final NodeRuntime runtime;

	private final MemberlistMetrics metrics;

	private final long thresholdNanos;

	private long coveredUntil;

	private long totalNanos;

	private int cleanBeats = CLEAN_BEATS;

	StallGuard(NodeRuntime runtime, MemberlistMetrics metrics, long probeTimeoutNanos) {
		this.runtime = runtime;
		this.metrics = metrics;
		this.thresholdNanos = Math.max(MIN_THRESHOLD_NANOS, probeTimeoutNanos / 2);
		this.coveredUntil = runtime.nanoTime();
	}

	/** Starts the heartbeat. */
	void start() {
		after(HEARTBEAT_NANOS, this::beat);
	}

	/** Runs a task on the event loop after a delay, and checks how late it runs. */
	void after(long delayNanos, Runnable task) {
		long due = this.runtime.nanoTime() + Math.max(0, delayNanos);
		this.runtime.schedule(delayNanos, () -> {
			observe(due);
			task.run();
		});
	}

	/** Returns the total time of all stalls since the start. */
	long totalNanos() {
		return this.totalNanos;
	}

	/** Whether the latest stall is so recent that this member should doubt itself. */
	boolean stalled() {
		return this.cleanBeats < CLEAN_BEATS;
	}

	private void observe(long due) {
		long now = this.runtime.nanoTime();
		// timers that became due during one stall prove the same stall only once
		long from = Math.max(due, this.coveredUntil);
		if (now - from > this.thresholdNanos) {
			long length = now - from;
			this.totalNanos += length;
			this.cleanBeats = 0;
			this.metrics.stall(length);
			this.metrics.stalled(true);
			logger.atInfo()
				.addKeyValue("durationMs", length / 1_000_000)
				.log("This member was stalled for {} ms; it does not accuse others for what it missed",
						length / 1_000_000);
		}
		this.coveredUntil = now;
	}

	private void beat() {
		this.metrics.heartbeat(this.runtime.nanoTime());
		if (this.cleanBeats < CLEAN_BEATS && ++this.cleanBeats == CLEAN_BEATS) {
			this.metrics.stalled(false);
		}
		after(HEARTBEAT_NANOS, this::beat);
	}

}
