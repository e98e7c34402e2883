package io.membership.spring.event;

import io.membership.cluster.ClusterMember;
import io.membership.spring.LocalNode;

/**
 * Published when the tags, metadata, address or protocol versions of a member have
 * changed.
 */
public final class MemberUpdatedEvent extends MembershipEvent {

	/**
	 * Creates the event.
	 * @param source the local member that has observed the change
	 * @param member the member after the change
	 */
	public MemberUpdatedEvent(LocalNode source, ClusterMember member) {
		super(source, member);
	}

}
