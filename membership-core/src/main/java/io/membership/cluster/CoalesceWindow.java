package io.membership.cluster;

/**
 * How long a coalescer collects: until nothing has come for the quiescent time, but at
 * most for the period that began with the first event. Times are nanoseconds of one
 * monotonic clock.
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

	/** An event has come. */
	void event(long now) {
		if (!this.open) {
			this.open = true;
			this.first = now;
		}
		this.last = now;
	}

	/** Whether something was collected. */
	boolean isOpen() {
		return this.open;
	}

	/** Nanoseconds until it is time to flush; not positive if it is; only if open. */
	long remaining(long now) {
		return Math.min(this.first - now + this.periodNanos, this.last - now + this.quiescentNanos);
	}

	/** Everything collected was flushed. */
	void close() {
		this.open = false;
	}

}
