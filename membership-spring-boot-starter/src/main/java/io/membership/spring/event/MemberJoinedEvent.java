package io.membership.spring.event;

import io.membership.gossip.Member;
import io.membership.gossip.Memberlist;

/** A node has become a member, for the first time or again. */
public final class MemberJoinedEvent extends MembershipEvent {

	/**
	 * Creates the event.
	 * @param source the local member
	 * @param member the member that the event is about
	 */
	public MemberJoinedEvent(Memberlist source, Member member) {
		super(source, member);
	}

	MemberJoinedEvent(Subject subject) {
		super(subject);
	}

}
