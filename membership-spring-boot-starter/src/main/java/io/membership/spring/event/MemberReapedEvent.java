package io.membership.spring.event;

import io.membership.cluster.ClusterMember;
import io.membership.spring.LocalNode;

/**
 * A member that had failed or left has been forgotten: its time was over, or an operator
 * has pruned it. Published with Serf's protocol only.
 */
public final class MemberReapedEvent extends MembershipEvent {

	/**
	 * Creates the event.
	 * @param source the local member that has observed the change
	 * @param member the member after the change
	 */
	public MemberReapedEvent(LocalNode source, ClusterMember member) {
		super(source, member);
	}

}
