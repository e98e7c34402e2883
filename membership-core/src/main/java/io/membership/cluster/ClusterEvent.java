package io.membership.cluster;

import java.net.InetSocketAddress;
import java.util.List;

/** An event in the cluster. Delivered off the event loop, in order. */
public sealed interface ClusterEvent {

	/**
	 * The membership changed.
	 *
	 * @param type the kind of change
	 * @param members the members that changed, in their state after the change
	 */
	record Membership(MemberEventType type, List<ClusterMember> members) implements ClusterEvent {
	}

	/**
	 * The failure detector suspects a member, or no longer does. Serf has no such event.
	 * Coalescing of membership changes does not delay it.
	 *
	 * @param member the member after the change; {@link ClusterMember#suspect()} tells
	 * which of the two happened
	 */
	record Suspicion(ClusterMember member) implements ClusterEvent {
	}

	/**
	 * A user event arrived.
	 *
	 * @param time its Lamport time, unsigned
	 * @param name its name, untrusted text
	 * @param payload its payload
	 * @param coalesce whether only the latest event of that name is wanted
	 */
	record User(long time, String name, byte[] payload, boolean coalesce) implements ClusterEvent {
	}

	/**
	 * A query arrived that this member may answer. Only the first answer of all listeners
	 * counts.
	 *
	 * @param query the query
	 */
	record Query(ReceivedQuery query) implements ClusterEvent {
	}

	/**
	 * Another node uses this member's name, and the cluster has voted on which of the two
	 * is the real one.
	 *
	 * @param name the name
	 * @param other address of the other node
	 * @param votes number of members that answered
	 * @param forThisMember number of votes for this member
	 * @param lost whether this member lost the vote and stepped back: it is no longer a
	 * member, and {@link Cluster#state()} is {@link ClusterState#NAME_LOST}
	 */
	record NameConflict(String name, InetSocketAddress other, int votes, int forThisMember,
			boolean lost) implements ClusterEvent {
	}

}
