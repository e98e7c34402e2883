package io.membership.benchmarks.cluster;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/** Delays of broadcasts until they reached each member. */
final class Delays {

	private final long firstId;

	private final AtomicLongArray sentNanos;

	private final AtomicLongArray delays;

	private final AtomicInteger arrived = new AtomicInteger();

	Delays(long firstId, int broadcasts, int receivers) {
		this.firstId = firstId;
		this.sentNanos = new AtomicLongArray(broadcasts);
		this.delays = new AtomicLongArray(broadcasts * receivers);
	}

	void sending(long id) {
		this.sentNanos.set((int) (id - this.firstId), System.nanoTime());
	}

	void received(long id) {
		long offset = id - this.firstId;
		if (offset >= 0 && offset < this.sentNanos.length()) {
			int slot = this.arrived.getAndIncrement();
			this.delays.set(slot, System.nanoTime() - this.sentNanos.get((int) offset));
		}
	}

	int arrived() {
		return this.arrived.get();
	}

	int expected() {
		return this.delays.length();
	}

	Percentiles millis() {
		double[] values = new double[arrived()];
		for (int i = 0; i < values.length; i++) {
			values[i] = this.delays.get(i) / 1e6;
		}
		return Percentiles.of(values);
	}

}
