package io.membership.cluster.coordinate;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Smooths the round-trip times of each member by the median of the last few, so that a
 * single slow answer has no effect.
 */
final class LatencyFilter {

	private final int size;

	private final Map<String, double[]> samples = new HashMap<>();

	LatencyFilter(int size) {
		this.size = size;
	}

	double add(String node, double seconds) {
		double[] known = this.samples.getOrDefault(node, new double[0]);
		int kept = Math.min(known.length, this.size - 1);
		double[] latest = new double[kept + 1];
		System.arraycopy(known, known.length - kept, latest, 0, kept);
		latest[kept] = seconds;
		this.samples.put(node, latest);
		double[] sorted = latest.clone();
		Arrays.sort(sorted);
		return sorted[sorted.length / 2];
	}

	void forget(String node) {
		this.samples.remove(node);
	}

	int nodes() {
		return this.samples.size();
	}

}
