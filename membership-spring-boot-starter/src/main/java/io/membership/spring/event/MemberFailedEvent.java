package io.membership.spring.event;

import io.membership.gossip.Member;
import io.membership.gossip.Memberlist;

/** A member has failed: it was suspected and did not refute in time. */
public final class MemberFailedEvent extends MembershipEvent {

	/**
	 * Creates the event.
	 * @param source the local member
	 * @param member the member that the event is about
	 */
	public MemberFailedEvent(Memberlist source, Member member) {
		super(source, member);
	}

	MemberFailedEvent(Subject subject) {
		super(subject);
	}

}
