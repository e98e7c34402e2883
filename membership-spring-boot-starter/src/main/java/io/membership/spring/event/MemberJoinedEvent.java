package io.membership.spring.event;

import io.membership.cluster.ClusterMember;
import io.membership.spring.LocalNode;

/** Published when a node has become a member, for the first time or again. */
public final class MemberJoinedEvent extends MembershipEvent {

	/**
	 * Creates the event.
	 * @param source the local member that has observed the change
	 * @param member the member after the change
	 */
	public MemberJoinedEvent(LocalNode source, ClusterMember member) {
		super(source, member);
	}

}
