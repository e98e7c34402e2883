package io.membership.spring.event;

import io.membership.cluster.ClusterMember;
import io.membership.spring.LocalNode;

/**
 * Published when a member did not answer a probe. It is still a member, and has time to
 * refute.
 */
public final class MemberSuspectedEvent extends MembershipEvent {

	/**
	 * Creates the event.
	 * @param source the local member that has observed the change
	 * @param member the member after the change
	 */
	public MemberSuspectedEvent(LocalNode source, ClusterMember member) {
		super(source, member);
	}

}
