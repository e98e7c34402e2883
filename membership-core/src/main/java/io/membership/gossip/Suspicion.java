package io.membership.gossip;

import java.util.HashSet;
import java.util.Set;

/**
 * One suspicion: when it ends unless the suspected member refutes. It starts with the
 * longest time-out and gets shorter with every independent confirmation (Lifeguard,
 * section IV.B), so that a single sick accuser needs long to be believed, and an
 * accusation that many share is believed soon.
 * <p>
 * The first accuser is known from the start and never counts as confirmation.
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
	 * @return whether that was a new confirmation that counts
	 */
	boolean confirm(String from) {
		if (this.confirmations >= this.wanted || !this.accusers.add(from)) {
			return false;
		}
		this.confirmations++;
		return true;
	}

	/** Nanoseconds until the suspicion ends; zero or negative if it is over. */
	long remaining(long now) {
		return Formulas.remainingSuspicion(this.confirmations, this.wanted, now - this.startNanos, this.minNanos,
				this.maxNanos) + this.extensionNanos;
	}

	/**
	 * Puts the end off by the time that the local member was stalled meanwhile, in total
	 * by no more than the longest time-out.
	 * @return whether it was put off
	 */
	boolean extendForStalls(long totalStallNanos) {
		long stalled = totalStallNanos - this.stallMark;
		this.stallMark = totalStallNanos;
		if (stalled <= 0) {
			return false;
		}
		long extension = Math.min(stalled, this.maxNanos - this.extensionNanos);
		if (extension <= 0) {
			// who is stalled all the time must come to a verdict nevertheless
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

	/** Whether a probe after the stall must confirm first; asked once. */
	boolean takeFreshProbeNeeded() {
		boolean needed = this.freshProbeNeeded;
		this.freshProbeNeeded = false;
		return needed;
	}

}
