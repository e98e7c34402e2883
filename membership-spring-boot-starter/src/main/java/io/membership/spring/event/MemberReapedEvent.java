package io.membership.spring.event;

import io.membership.cluster.ClusterMember;
import io.membership.spring.LocalNode;

/**
 * Published when a failed or left member has been forgotten, after its time-out or
 * because an operator pruned it. Only with Serf's protocol.
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
