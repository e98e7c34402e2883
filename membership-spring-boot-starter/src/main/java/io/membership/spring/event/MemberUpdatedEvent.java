package io.membership.spring.event;

import io.membership.gossip.Member;
import io.membership.gossip.Memberlist;

/** Tags, metadata, address or protocol versions of a member have changed. */
public final class MemberUpdatedEvent extends MembershipEvent {

	/**
	 * Creates the event.
	 * @param source the local member
	 * @param member the member that the event is about
	 */
	public MemberUpdatedEvent(Memberlist source, Member member) {
		super(source, member);
	}

	MemberUpdatedEvent(Subject subject) {
		super(subject);
	}

}
