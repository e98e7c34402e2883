package io.membership.benchmarks.cluster;

import java.util.Arrays;

/** Sorted values. */
final class Percentiles {

	private final double[] sorted;

	private Percentiles(double[] sorted) {
		this.sorted = sorted;
	}

	static Percentiles of(double[] values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		return new Percentiles(sorted);
	}

	int count() {
		return this.sorted.length;
	}

	/**
	 * Returns the smallest value that a share of all values does not exceed; -1 if there
	 * are no values.
	 */
	double at(double share) {
		if (this.sorted.length == 0) {
			return -1;
		}
		int index = (int) Math.ceil(this.sorted.length * share) - 1;
		return this.sorted[Math.max(0, index)];
	}

}
