package io.membership.spring.event;

import io.membership.gossip.Member;
import io.membership.gossip.Memberlist;

/**
 * A member has announced that it leaves, and has gone. With Serf's protocol also one that
 * had failed and was then declared left by an operator.
 */
public final class MemberLeftEvent extends MembershipEvent {

	/**
	 * Creates the event.
	 * @param source the local member
	 * @param member the member that the event is about
	 */
	public MemberLeftEvent(Memberlist source, Member member) {
		super(source, member);
	}

	MemberLeftEvent(Subject subject) {
		super(subject);
	}

}
