package io.membership.cluster.channel;

import org.jspecify.annotations.Nullable;

/**
 * A state that every member of a {@link StateChannel} holds a copy of. Any member may
 * make changes; gossip brings them to the others, and exchanges of the state recover
 * missed ones.
 * <p>
 * {@link #merge} must be commutative and idempotent: changes arrive in any order, more
 * than once, and are also part of a {@link #snapshot}. Examples are a set that only
 * grows, a map in which the higher version wins, and a counter for each member in which
 * the larger number wins.
 * <p>
 * The channel calls one method at a time, in the order of arrival, off the event loop
 * unless its settings say otherwise. An exception is logged and counted, and the message
 * that caused it is dropped.
 */
public interface ReplicatedState {

	/**
	 * Merges a change or a state of another member.
	 * @param change a change that another member has passed to
	 * {@link StateChannel#broadcast}, or a {@link #difference}, or a {@link #snapshot};
	 * untrusted bytes
	 * @return the new part, to be passed on to others; {@code null} if the change had no
	 * effect, or other members do not need it
	 */
	byte @Nullable [] merge(byte[] change);

	/**
	 * Returns the whole state, in the form that {@link #merge} accepts. As long as two
	 * members hold the same state, the bytes should be the same, which avoids most
	 * exchanges.
	 * @return the state
	 */
	byte[] snapshot();

	/**
	 * Returns a digest of the state that is much smaller than the state and describes its
	 * contents: for example the version of each entry. Two members that hold the same
	 * state must have the same digest.
	 * @return the digest; empty, which is the default, for a state without one
	 */
	default byte[] digest() {
		return new byte[0];
	}

	/**
	 * Returns the part of this member's state that another member lacks.
	 * @param remoteDigest the other member's {@link #digest}, untrusted bytes
	 * @return the part for the other member to {@linkplain #merge merge}; {@code null} if
	 * it lacks nothing. The default is the whole state
	 */
	default byte @Nullable [] difference(byte[] remoteDigest) {
		return snapshot();
	}

	/**
	 * Called when a member of the cluster has changed: its status, its address or its
	 * tags. Also called for every known member when the channel is opened, this one
	 * included.
	 * @param member the member as it is now
	 * @param known {@code false} if it has just been forgotten
	 */
	default void memberChanged(ChannelMember member, boolean known) {
	}

}
