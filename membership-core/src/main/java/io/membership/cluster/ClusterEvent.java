package io.membership.cluster;

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

}
