package io.membership.gossip;

import org.jspecify.annotations.Nullable;

/**
 * The application's hooks into a {@link Memberlist}; each may be absent.
 *
 * @param events is told of changes
 * @param user carries the application's data
 * @param conflict is told of name conflicts
 * @param merge may veto joins
 * @param alive may veto nodes
 * @param ping is told of answered probes
 * @param observer is told of measurements
 */
public record Delegates(@Nullable EventDelegate events, @Nullable UserDelegate user,
		@Nullable ConflictDelegate conflict, @Nullable MergeDelegate merge, @Nullable AliveDelegate alive,
		@Nullable PingDelegate ping, @Nullable GossipObserver observer) {

	/**
	 * No hooks at all.
	 * @return empty delegates
	 */
	public static Delegates none() {
		return new Delegates(null, null, null, null, null, null, null);
	}

	/**
	 * These delegates with another event delegate.
	 * @param delegate the event delegate
	 * @return a copy
	 */
	public Delegates withEvents(@Nullable EventDelegate delegate) {
		return new Delegates(delegate, this.user, this.conflict, this.merge, this.alive, this.ping, this.observer);
	}

	/**
	 * These delegates with another user delegate.
	 * @param delegate the user delegate
	 * @return a copy
	 */
	public Delegates withUser(@Nullable UserDelegate delegate) {
		return new Delegates(this.events, delegate, this.conflict, this.merge, this.alive, this.ping, this.observer);
	}

	/**
	 * These delegates with another conflict delegate.
	 * @param delegate the conflict delegate
	 * @return a copy
	 */
	public Delegates withConflict(@Nullable ConflictDelegate delegate) {
		return new Delegates(this.events, this.user, delegate, this.merge, this.alive, this.ping, this.observer);
	}

	/**
	 * These delegates with another merge delegate.
	 * @param delegate the merge delegate
	 * @return a copy
	 */
	public Delegates withMerge(@Nullable MergeDelegate delegate) {
		return new Delegates(this.events, this.user, this.conflict, delegate, this.alive, this.ping, this.observer);
	}

	/**
	 * These delegates with another alive delegate.
	 * @param delegate the alive delegate
	 * @return a copy
	 */
	public Delegates withAlive(@Nullable AliveDelegate delegate) {
		return new Delegates(this.events, this.user, this.conflict, this.merge, delegate, this.ping, this.observer);
	}

	/**
	 * These delegates with another ping delegate.
	 * @param delegate the ping delegate
	 * @return a copy
	 */
	public Delegates withPing(@Nullable PingDelegate delegate) {
		return new Delegates(this.events, this.user, this.conflict, this.merge, this.alive, delegate, this.observer);
	}

	/**
	 * These delegates with another observer.
	 * @param delegate the observer
	 * @return a copy
	 */
	public Delegates withObserver(@Nullable GossipObserver delegate) {
		return new Delegates(this.events, this.user, this.conflict, this.merge, this.alive, this.ping, delegate);
	}

}
