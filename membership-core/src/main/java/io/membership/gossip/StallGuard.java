package io.membership.gossip;

import io.membership.runtime.NodeRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices when this member was itself stalled - a stopped process, a long garbage
 * collection, a throttled container, a starved CPU - and knows for how long.
 * <p>
 * Every timer of the protocol goes through {@link #after}: a timer that fires much later
 * than it was due is proof of a stall, and the stall is on record before the timer's
 * task, which may be about to accuse somebody, runs. A heartbeat timer makes sure that
 * there is always one due soon. Transports deliver the packets that wait in the socket
 * before timers, so that what the others said meanwhile counts first.
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

	void start() {
		after(HEARTBEAT_NANOS, this::beat);
	}

	/** Runs a task on the event loop after a delay, watching for stalls. */
	void after(long delayNanos, Runnable task) {
		long due = this.runtime.nanoTime() + Math.max(0, delayNanos);
		this.runtime.schedule(delayNanos, () -> {
			observe(due);
			task.run();
		});
	}

	/** Total time that this member was stalled since it started. */
	long totalNanos() {
		return this.totalNanos;
	}

	/** Whether the latest stall is so recent that this member should not trust itself. */
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
