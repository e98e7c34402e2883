package io.membership.spring.event;

import io.membership.gossip.Member;
import io.membership.gossip.Memberlist;

/** A member that was suspected has refuted. */
public final class MemberRecoveredEvent extends MembershipEvent {

	/**
	 * Creates the event.
	 * @param source the local member
	 * @param member the member that the event is about
	 */
	public MemberRecoveredEvent(Memberlist source, Member member) {
		super(source, member);
	}

	MemberRecoveredEvent(Subject subject) {
		super(subject);
	}

}
