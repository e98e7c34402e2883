package io.membership.gossip;

import java.util.HashSet;
import java.util.Set;

/**
 * The clock of one suspicion, which ends unless the suspected member refutes. It starts
 * with the longest time-out and gets shorter with every independent confirmation
 * (Lifeguard, section IV.B): a single sick accuser is believed late, an accusation that
 * many members share is believed soon.
 * <p>
 * The first accuser is known from the start and never counts as a confirmation.
 */
final class Suspicion {

	private final int wanted;

	private final long minNanos;

	private final long maxNanos;

	private final long startNanos;

	private final Set<String> accusers = new HashSet<>();

	private int confirmations;

	private long extensionNanos;

	private long stallMark;

	private boolean freshProbeNeeded;

	Suspicion(String from, int wanted, long minNanos, long maxNanos, long now, long stallMark) {
		this.wanted = wanted;
		this.minNanos = minNanos;
		this.maxNanos = maxNanos;
		this.startNanos = now;
		this.stallMark = stallMark;
		this.accusers.add(from);
	}

	/**
	 * Registers an accuser.
	 * @return whether it is a new confirmation and counts
	 */
	boolean confirm(String from) {
		if (this.confirmations >= this.wanted || !this.accusers.add(from)) {
			return false;
		}
		this.confirmations++;
		return true;
	}

	/** Returns the nanoseconds until the end; zero or negative once it is over. */
	long remaining(long now) {
		return Formulas.remainingSuspicion(this.confirmations, this.wanted, now - this.startNanos, this.minNanos,
				this.maxNanos) + this.extensionNanos;
	}

	/**
	 * Puts the end off by the time that the local member was stalled meanwhile, in total
	 * by no more than the longest time-out.
	 * @param totalStallNanos how long the member was stalled since its start
	 * @return whether the end was put off
	 */
	boolean extendForStalls(long totalStallNanos) {
		long stalled = totalStallNanos - this.stallMark;
		this.stallMark = totalStallNanos;
		if (stalled <= 0) {
			return false;
		}
		long extension = Math.min(stalled, this.maxNanos - this.extensionNanos);
		if (extension <= 0) {
			// a member that is stalled all the time must still come to a verdict
			return false;
		}
		this.freshProbeNeeded = true;
		this.extensionNanos += extension;
		return true;
	}

	/** Puts the end off once more by the shortest time-out, counted from now. */
	void extendByMinimum(long now) {
		this.extensionNanos += Math.max(0, this.minNanos - remaining(now));
	}

	/** Returns once, after a stall, that a fresh probe must confirm the suspicion. */
	boolean takeFreshProbeNeeded() {
		boolean needed = this.freshProbeNeeded;
		this.freshProbeNeeded = false;
		return needed;
	}

}
