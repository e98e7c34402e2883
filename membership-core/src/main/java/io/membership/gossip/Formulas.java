package io.membership.gossip;

/**
 * The formulas that adapt timing and effort to the size of the cluster. Pure functions
 * with memberlist's values.
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
	 * Returns the shortest time that a suspected member has to refute: multiplier x
	 * max(1, log10(n)) x probe interval, the scale truncated to three decimals.
	 */
	static long suspicionTimeout(int multiplier, int nodes, long probeIntervalNanos) {
		double scale = Math.max(1.0, Math.log10(Math.max(1.0, nodes)));
		long thousandths = (long) (scale * 1000.0);
		// divided first: with the largest settings the product would not fit
		return multiplier * thousandths * (probeIntervalNanos / 1000);
	}

	/**
	 * Returns the time between push/pull exchanges: unchanged up to 32 nodes, then one
	 * more interval for each doubling.
	 */
	static long pushPullInterval(long intervalNanos, int nodes) {
		if (nodes <= PUSH_PULL_SCALE_THRESHOLD) {
			return intervalNanos;
		}
		long multiplier = (long) Math.ceil(log2(nodes) - log2(PUSH_PULL_SCALE_THRESHOLD)) + 1;
		return multiplier * intervalNanos;
	}

	/**
	 * Returns how many confirmations shorten a suspicion: the multiplier includes the
	 * accuser and the accused, and a cluster that is too small waits for none.
	 */
	static int wantedConfirmations(int multiplier, int nodes) {
		int wanted = multiplier - 2;
		return (nodes - 2 < wanted) ? 0 : Math.max(0, wanted);
	}

	/**
	 * Returns what remains of a suspicion after some confirmations (Lifeguard, section
	 * IV.B): max(min, max - log(c + 1) / log(k + 1) x (max - min)) - elapsed, floored to
	 * milliseconds.
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
