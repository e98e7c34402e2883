package io.membership.spring.event;

import io.membership.gossip.Member;
import io.membership.gossip.Memberlist;

/** A member has announced that it leaves. */
public final class MemberLeftEvent extends MembershipEvent {

	/**
	 * Creates the event.
	 * @param source the local member
	 * @param member the member that the event is about
	 */
	public MemberLeftEvent(Memberlist source, Member member) {
		super(source, member);
	}

}
