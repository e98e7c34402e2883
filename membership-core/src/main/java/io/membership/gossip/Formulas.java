package io.membership.gossip;

/**
 * Formulas that scale time-outs, intervals and limits with the size of the cluster, as in
 * memberlist. Pure functions.
 */
final class Formulas {

	private static final int PUSH_PULL_SCALE_THRESHOLD = 32;

	private Formulas() {
	}

	/**
	 * Returns how often one broadcast is transmitted: multiplier x ceil(log10(n + 1)).
	 */
	static int retransmitLimit(int multiplier, int nodes) {
		return multiplier * (int) Math.ceil(Math.log10(nodes + 1.0));
	}

	/**
	 * Returns the minimum time in which a suspected member can refute, in nanoseconds:
	 * multiplier x max(1, log10(n)) x probe interval. The scale is truncated to three
	 * decimals.
	 */
	static long suspicionTimeout(int multiplier, int nodes, long probeIntervalNanos) {
		double scale = Math.max(1.0, Math.log10(Math.max(1.0, nodes)));
		long thousandths = (long) (scale * 1000.0);
		// divides first, because the product would overflow with the largest settings
		return multiplier * thousandths * (probeIntervalNanos / 1000);
	}

	/**
	 * Returns the time between push/pull exchanges: the configured interval up to 32
	 * nodes, then one more interval for each doubling.
	 */
	static long pushPullInterval(long intervalNanos, int nodes) {
		if (nodes <= PUSH_PULL_SCALE_THRESHOLD) {
			return intervalNanos;
		}
		long multiplier = (long) Math.ceil(log2(nodes) - log2(PUSH_PULL_SCALE_THRESHOLD)) + 1;
		return multiplier * intervalNanos;
	}

	/**
	 * Returns the number of confirmations that shorten a suspicion to its minimum: the
	 * multiplier minus two, for the accuser and the accused, or 0 in a cluster too small
	 * to provide them.
	 */
	static int wantedConfirmations(int multiplier, int nodes) {
		int wanted = multiplier - 2;
		return (nodes - 2 < wanted) ? 0 : Math.max(0, wanted);
	}

	/**
	 * Returns the remaining time of a suspicion after the given confirmations (Lifeguard,
	 * section IV.B): max(min, max - log(c + 1) / log(k + 1) x (max - min)) - elapsed,
	 * floored to milliseconds.
	 */
	static long remainingSuspicion(int confirmations, int wanted, long elapsedNanos, long minNanos, long maxNanos) {
		double fraction = (wanted == 0) ? 1.0 : Math.log(confirmations + 1.0) / Math.log(wanted + 1.0);
		double raw = seconds(maxNanos) - fraction * (seconds(maxNanos) - seconds(minNanos));
		long timeout = (long) Math.floor(1000.0 * raw) * 1_000_000L;
		return Math.max(minNanos, timeout) - elapsedNanos;
	}

	private static double seconds(long nanos) {
		return nanos / 1e9;
	}

	private static double log2(double value) {
		return Math.log(value) / Math.log(2);
	}

}
