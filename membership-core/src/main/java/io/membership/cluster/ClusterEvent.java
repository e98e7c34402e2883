package io.membership.cluster;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * Something that has happened in the cluster. Delivered off the event loop, in order.
 */
public sealed interface ClusterEvent {

	/**
	 * The membership has changed.
	 *
	 * @param type what has happened
	 * @param members to whom, after the change
	 */
	record Membership(MemberEventType type, List<ClusterMember> members) implements ClusterEvent {
	}

	/**
	 * A user event has arrived.
	 *
	 * @param time its Lamport time, unsigned
	 * @param name its name, untrusted text
	 * @param payload its payload
	 * @param coalesce whether only the latest of that name is wanted
	 */
	record User(long time, String name, byte[] payload, boolean coalesce) implements ClusterEvent {
	}

	/**
	 * This member is asked something. Only the first answer of all listeners counts.
	 *
	 * @param query the question
	 */
	record Query(ReceivedQuery query) implements ClusterEvent {
	}

	/**
	 * Another node uses this member's name, and the cluster was asked which of the two it
	 * knows.
	 *
	 * @param name the name
	 * @param other address of the other node
	 * @param votes how many members have answered
	 * @param forThisMember how many of them know this member
	 * @param lost whether this member has stepped back: it is then no member any more,
	 * and {@link Cluster#state()} is {@link ClusterState#NAME_LOST}
	 */
	record NameConflict(String name, InetSocketAddress other, int votes, int forThisMember,
			boolean lost) implements ClusterEvent {
	}

}
