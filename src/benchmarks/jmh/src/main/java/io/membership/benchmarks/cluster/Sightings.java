package io.membership.benchmarks.cluster;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Records when each member first observed an event: a broadcast, or that a member is
 * gone.
 */
final class Sightings {

	private final long start = System.nanoTime();

	private final AtomicLongArray nanos;

	private final CountDownLatch missing;

	/**
	 * Starts the clock.
	 * @param members number of members
	 * @param expected number of members that should observe it
	 */
	Sightings(int members, int expected) {
		this.nanos = new AtomicLongArray(members);
		this.missing = new CountDownLatch(expected);
	}

	/** Records an observation of a member; only its first one counts. */
	void seenBy(int member) {
		if (this.nanos.compareAndSet(member, 0, Math.max(1, System.nanoTime() - this.start))) {
			this.missing.countDown();
		}
	}

	/** Waits until all expected members have observed it. */
	boolean await(Duration timeout) throws InterruptedException {
		return this.missing.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
	}

	double elapsedMillis() {
		return (System.nanoTime() - this.start) / 1e6;
	}

	/** Returns the delays until the observations, shortest first. */
	Percentiles times() {
		double[] seen = new double[this.nanos.length()];
		int count = 0;
		for (int i = 0; i < seen.length; i++) {
			if (this.nanos.get(i) > 0) {
				seen[count++] = this.nanos.get(i) / 1e6;
			}
		}
		return Percentiles.of(Arrays.copyOf(seen, count));
	}

}
