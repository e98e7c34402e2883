package io.membership.spring.event;

import io.membership.gossip.Member;
import io.membership.gossip.MemberEvent;
import io.membership.gossip.Memberlist;

import org.springframework.context.ApplicationEvent;

/**
 * Something has changed about a member, which may be the local one.
 * <p>
 * Events of one member arrive in the order in which the changes happened; one listener is
 * called at a time. Nothing is published before the application context is refreshed nor
 * after it began to close; what happened before it was refreshed is published then.
 * Listeners run on a thread of their own: one that takes long delays later events,
 * nothing else, and when too many wait, changes of one member that cancel each other out
 * are merged.
 */
public abstract sealed class MembershipEvent extends ApplicationEvent permits MemberJoinedEvent, MemberUpdatedEvent,
		MemberLeftEvent, MemberFailedEvent, MemberSuspectedEvent, MemberRecoveredEvent {

	private final Member member;

	MembershipEvent(Memberlist source, Member member) {
		super(source);
		this.member = member;
	}

	/**
	 * The member after the change. Its name and metadata come from the network: they are
	 * untrusted text.
	 * @return the member, immutable
	 */
	public final Member getMember() {
		return this.member;
	}

	/**
	 * The member that has observed the change: the local one.
	 * @return the bean that published this event
	 */
	public final Memberlist getMemberlist() {
		return (Memberlist) getSource();
	}

	@Override
	public String toString() {
		return getClass().getSimpleName() + "[" + this.member + "]";
	}

	static MembershipEvent of(Memberlist source, MemberEvent event) {
		Member member = event.member();
		return switch (event.type()) {
			case JOINED -> new MemberJoinedEvent(source, member);
			case UPDATED -> new MemberUpdatedEvent(source, member);
			case LEFT -> new MemberLeftEvent(source, member);
			case FAILED -> new MemberFailedEvent(source, member);
			case SUSPECTED -> new MemberSuspectedEvent(source, member);
			case RECOVERED -> new MemberRecoveredEvent(source, member);
		};
	}

}
