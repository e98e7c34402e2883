package io.membership.cluster;

/**
 * A Lamport clock as Serf keeps three of: an unsigned 64-bit counter that gives events of
 * different members an order. Confined to the event loop.
 * <p>
 * The times come from the network, and nothing vouches for them. A single forged one near
 * 2^64 would, in Serf, make the counter jump or wrap, after which every ordinary event
 * looks old. So the clock never wraps, and once it has learned the time of its cluster it
 * follows no jump of more than {@value #MAX_JUMP}. Until then - a member that has just
 * started knows nothing, and the cluster may be years old - any time below
 * {@link #CEILING} is followed, once.
 */
final class LamportClock {

	/**
	 * How far ahead a time may be that a clock follows which knows its cluster's time.
	 */
	static final long MAX_JUMP = 1L << 20;

	/** No time from here on is ever followed: what is left serves own increments only. */
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
	 * @param onRefused is called when a time is refused
	 */
	LamportClock(Runnable onRefused) {
		this.onRefused = onRefused;
	}

	/**
	 * The present time.
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
	 * Takes note of a time that another member has sent: this clock is afterwards ahead
	 * of it.
	 * @param seen the time, unsigned
	 * @return {@code false} if it was refused, because it is implausibly far ahead; what
	 * came with it should be dropped
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
		// The own time comes back too; only a later one can be somebody else's.
		this.started |= seen != this.time;
		this.time = seen + 1;
		return true;
	}

	/**
	 * Takes over a time from a source that the operator chose - the snapshot of an
	 * earlier run, or the member that this one was told to join - however far ahead it
	 * is. It never sets the clock back.
	 * @param known the time, unsigned
	 * @return {@code false} if it was refused, because it is at the end of the range
	 */
	boolean adopt(long known) {
		boolean before = this.started;
		this.started = false;
		boolean adopted = witness(known);
		this.started |= before;
		return adopted;
	}

	/**
	 * How many times were refused so far.
	 * @return the number
	 */
	long refused() {
		return this.refused;
	}

}
