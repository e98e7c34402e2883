package io.membership.cluster;

/**
 * Tracks how long a coalescer collects: until no event has arrived for the quiescent
 * time, but at most for the period that began with the first event. Times are nanoseconds
 * of one monotonic clock.
 */
final class CoalesceWindow {

	private final long periodNanos;

	private final long quiescentNanos;

	private boolean open;

	private long first;

	private long last;

	CoalesceWindow(long periodNanos, long quiescentNanos) {
		this.periodNanos = periodNanos;
		this.quiescentNanos = quiescentNanos;
	}

	/** Called for each event. */
	void event(long now) {
		if (!this.open) {
			this.open = true;
			this.first = now;
		}
		this.last = now;
	}

	/** Returns whether there are collected events. */
	boolean isOpen() {
		return this.open;
	}

	/**
	 * Returns the nanoseconds until the next flush; zero or negative if it is due. Call
	 * only if open.
	 */
	long remaining(long now) {
		return Math.min(this.first - now + this.periodNanos, this.last - now + this.quiescentNanos);
	}

	/** Called when all collected events were flushed. */
	void close() {
		this.open = false;
	}

}
