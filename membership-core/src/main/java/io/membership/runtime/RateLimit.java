package io.membership.runtime;

import java.time.Duration;

import io.membership.Internal;

/**
 * Lets one event through in each interval, for example to log a warning that would
 * otherwise repeat without end. The first one always passes. Thread-safe.
 */
@Internal
public final class RateLimit {

	private final long intervalNanos;

	private boolean used;

	private long lastNanos;

	private long suppressed;

	/**
	 * Creates a limit that lets the first event through.
	 * @param interval shortest time between two events that pass
	 */
	public RateLimit(Duration interval) {
		this.intervalNanos = interval.toNanos();
	}

	/**
	 * Takes the permit of the current interval, if it is still there.
	 * @param nanoTime the time, on the same monotonic clock in every call
	 * @return whether the caller may go ahead
	 */
	public synchronized boolean tryAcquire(long nanoTime) {
		if (this.used && nanoTime - this.lastNanos < this.intervalNanos) {
			this.suppressed++;
			return false;
		}
		this.used = true;
		this.lastNanos = nanoTime;
		return true;
	}

	/**
	 * Returns how many events were held back since the last call of this method, and
	 * starts to count again.
	 * @return the number of events
	 */
	public synchronized long takeSuppressed() {
		long count = this.suppressed;
		this.suppressed = 0;
		return count;
	}

	/** Lets the next event through, regardless of the time. */
	public synchronized void reset() {
		this.used = false;
	}

}
