package io.membership.gossip;

/**
 * The rules of the incarnation numbers, which are unsigned 32 bits on the wire and never
 * wrap around. Pure functions.
 * <p>
 * Only a node itself raises its incarnation, to refute an accusation with a higher one.
 * So it could never refute an accusation with the highest number (memberlist issue 358).
 * Therefore the uppermost numbers are reserved: members believe only small steps there,
 * and a node that was pushed to the limit has room to refute and is believed when it
 * does.
 */
final class Incarnations {

	static final long MAX = 0xffff_ffffL;

	/** From this number on, members believe only small steps. */
	static final long RESERVED = 0xfff0_0000L;

	/** More than a node announces while one member misses its announcements. */
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

	/** Returns the number after another one; the highest one stays. */
	static long after(long incarnation) {
		return Math.min(incarnation + 1, MAX);
	}

}
