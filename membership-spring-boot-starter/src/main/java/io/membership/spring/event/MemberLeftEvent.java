package io.membership.spring.event;

import io.membership.cluster.ClusterMember;
import io.membership.spring.LocalNode;

/**
 * Published when a member has announced its leave and is gone. With Serf's protocol, also
 * when an operator has declared a failed member left.
 */
public final class MemberLeftEvent extends MembershipEvent {

	/**
	 * Creates the event.
	 * @param source the local member that has observed the change
	 * @param member the member after the change
	 */
	public MemberLeftEvent(LocalNode source, ClusterMember member) {
		super(source, member);
	}

}
