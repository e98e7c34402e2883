package io.membership.cluster;

/**
 * A Lamport clock, of which Serf has three: an unsigned 64-bit counter that orders events
 * of different members. Confined to the event loop.
 * <p>
 * The times come from the network unauthenticated. In Serf, a single forged time near
 * 2^64 makes the counter jump or wrap, and every later event looks old. This clock never
 * wraps, and once it has learned the time of its cluster it follows no jump of more than
 * {@value #MAX_JUMP}. Until then it follows any time below {@link #CEILING}, once: a
 * member that has just started knows nothing, and the cluster may be years old.
 */
final class LamportClock {

	/** Largest jump that a clock follows once it knows its cluster's time. */
	static final long MAX_JUMP = 1L << 20;

	/**
	 * First time that is never followed: times from here on are reserved for own
	 * increments.
	 */
	static final long CEILING = -1L - MAX_JUMP;

	private long time = 1;

	private boolean started;

	private long refused;

	private final Runnable onRefused;

	LamportClock() {
		this(() -> {
		});
	}

	/**
	 * Creates a clock.
	 * @param onRefused called when a time is refused
	 */
	LamportClock(Runnable onRefused) {
		this.onRefused = onRefused;
	}

	/**
	 * Returns the current time.
	 * @return the time, unsigned
	 */
	long time() {
		return this.time;
	}

	/**
	 * Advances the time by one, except at the very end of its range, where it stays.
	 * @return the new time, unsigned
	 */
	long increment() {
		if (this.time != -1L) {
			this.time++;
		}
		return this.time;
	}

	/**
	 * Records a time received from another member: afterwards this clock is ahead of it.
	 * @param seen the time, unsigned
	 * @return {@code false} if it was refused because it is implausibly far ahead; the
	 * message with that time should be dropped
	 */
	boolean witness(long seen) {
		if (Long.compareUnsigned(seen, this.time) < 0) {
			return true;
		}
		boolean tooFar = this.started && Long.compareUnsigned(seen - this.time, MAX_JUMP) > 0;
		if (tooFar || Long.compareUnsigned(seen, CEILING) >= 0) {
			this.refused++;
			this.onRefused.run();
			return false;
		}
		// This member's own time comes back, too; only a later one is another member's.
		this.started |= seen != this.time;
		this.time = seen + 1;
		return true;
	}

	/**
	 * Adopts a time from a source that the operator chose, however far ahead it is: the
	 * snapshot of an earlier run, or the member through which this one joins. Never sets
	 * the clock back.
	 * @param known the time, unsigned
	 * @return {@code false} if it was refused because it is at the end of the range
	 */
	boolean adopt(long known) {
		boolean before = this.started;
		this.started = false;
		boolean adopted = witness(known);
		this.started |= before;
		return adopted;
	}

	/**
	 * Returns how many times were refused so far.
	 * @return the number
	 */
	long refused() {
		return this.refused;
	}

}
