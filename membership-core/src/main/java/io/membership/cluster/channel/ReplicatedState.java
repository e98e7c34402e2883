package io.membership.cluster.channel;

import org.jspecify.annotations.Nullable;

/**
 * A state that every member that takes part in a {@link StateChannel} holds a copy of.
 * Changes may be made anywhere; they reach the others by gossip, and what was missed by
 * exchanges of the whole state.
 * <p>
 * {@link #merge} must be such that the order does not matter and that merging something
 * twice changes nothing: changes arrive in any order, more than once, and are contained
 * in a {@link #snapshot} too. (A set that only grows, a map where the higher version
 * wins, a counter of each member where the larger number wins.)
 * <p>
 * The channel calls one method at a time, off the event loop unless its settings say
 * otherwise, in the order of arrival. An exception is logged and counted, and what caused
 * it is dropped.
 */
public interface ReplicatedState {

	/**
	 * Takes over what another member says.
	 * @param change a change that another member has passed to
	 * {@link StateChannel#broadcast}, or a {@link #difference}, or a {@link #snapshot};
	 * untrusted bytes
	 * @return what of it is news and to be passed on to others; {@code null} if it
	 * changed nothing, or nobody else needs to be told
	 */
	byte @Nullable [] merge(byte[] change);

	/**
	 * The whole state, in the form that {@link #merge} understands. As long as two
	 * members hold the same state, it should be the same bytes: that spares most
	 * exchanges.
	 * @return the state
	 */
	byte[] snapshot();

	/**
	 * A digest of the state, much smaller than the state, that says what is known: for
	 * example the version of each entry. Two members that hold the same state must have
	 * the same digest.
	 * @return the digest; empty, which is the default, if there is none
	 */
	default byte[] digest() {
		return new byte[0];
	}

	/**
	 * What this member knows and another one, by its digest, does not.
	 * @param remoteDigest the other member's {@link #digest}, untrusted bytes
	 * @return what the other is to {@linkplain #merge merge}; {@code null} if it knows
	 * everything. The default is the whole state
	 */
	default byte @Nullable [] difference(byte[] remoteDigest) {
		return snapshot();
	}

	/**
	 * A member of the cluster has changed: its status, its address, its tags. Called for
	 * every member that is known when the channel is opened, too, this one included.
	 * @param member the member as it is now
	 * @param known {@code false} if it has just been forgotten
	 */
	default void memberChanged(ChannelMember member, boolean known) {
	}

}
