package io.membership.gossip;

/**
 * The rules of the incarnation numbers, which are unsigned 32 bits on the wire and never
 * wrap around. Pure functions.
 * <p>
 * Only its own node raises an incarnation, and only by refuting what was said with a
 * higher one. So an accusation with the highest number could never be refuted (memberlist
 * issue 358). Therefore the uppermost numbers are reached in small steps only: a jump up
 * there is not believed by anybody, and a node that was pushed to the limit has room
 * enough to refute, and to be believed when it does.
 */
final class Incarnations {

	static final long MAX = 0xffff_ffffL;

	/** From here on only small steps are believed. */
	static final long RESERVED = 0xfff0_0000L;

	/** More than a node announces while somebody does not hear of it. */
	private static final long LARGEST_STEP = 1024;

	private Incarnations() {
	}

	/** Whether a number is too far ahead of the known one to be believed. */
	static boolean isFarAhead(long incarnation, long known) {
		return isReserved(incarnation) && incarnation > known + LARGEST_STEP;
	}

	static boolean isReserved(long incarnation) {
		return incarnation >= RESERVED;
	}

	/** The next number after one; the highest one stays. */
	static long after(long incarnation) {
		return Math.min(incarnation + 1, MAX);
	}

}
