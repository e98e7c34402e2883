package io.membership.spring.event;

import io.membership.cluster.ClusterMember;
import io.membership.spring.LocalNode;

/**
 * A member has announced that it leaves, and has gone. With Serf's protocol also one that
 * had failed and was then declared left by an operator.
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
