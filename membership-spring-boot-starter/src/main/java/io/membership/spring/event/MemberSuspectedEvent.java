package io.membership.spring.event;

import io.membership.gossip.Member;
import io.membership.gossip.Memberlist;

/** A member did not answer a probe. It is still a member, and is given time to refute. */
public final class MemberSuspectedEvent extends MembershipEvent {

	/**
	 * Creates the event.
	 * @param source the local member
	 * @param member the member that the event is about
	 */
	public MemberSuspectedEvent(Memberlist source, Member member) {
		super(source, member);
	}

	MemberSuspectedEvent(Subject subject) {
		super(subject);
	}

}
