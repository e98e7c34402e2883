package io.membership.spring.event;

/**
 * A member that had failed or left has been forgotten: its time was over, or an operator
 * has pruned it. Published with Serf's protocol only.
 */
public final class MemberReapedEvent extends MembershipEvent {

	MemberReapedEvent(Subject subject) {
		super(subject);
	}

}
