package io.membership.spring.event;

import io.membership.cluster.ClusterMember;
import io.membership.spring.LocalNode;

/** Published when a suspected member has refuted. */
public final class MemberRecoveredEvent extends MembershipEvent {

	/**
	 * Creates the event.
	 * @param source the local member that has observed the change
	 * @param member the member after the change
	 */
	public MemberRecoveredEvent(LocalNode source, ClusterMember member) {
		super(source, member);
	}

}
