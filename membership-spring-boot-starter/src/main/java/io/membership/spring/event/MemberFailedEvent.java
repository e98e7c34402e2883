package io.membership.spring.event;

import io.membership.cluster.ClusterMember;
import io.membership.spring.LocalNode;

/** Published when a member has failed: it was suspected and did not refute in time. */
public final class MemberFailedEvent extends MembershipEvent {

	/**
	 * Creates the event.
	 * @param source the local member that has observed the change
	 * @param member the member after the change
	 */
	public MemberFailedEvent(LocalNode source, ClusterMember member) {
		super(source, member);
	}

}
