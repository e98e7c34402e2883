package io.membership.gossip;

/**
 * Something has changed about a member. For one member, events are delivered in the order
 * in which the changes happened; a join is followed by a leave or failure before the next
 * join.
 *
 * @param type what has changed
 * @param member the member after the change
 */
public record MemberEvent(Type type, Member member) {

	/** What has changed. */
	public enum Type {

		/** Became a member, for the first time or again. */
		JOINED,
		/** Its metadata, address or protocol versions changed. */
		UPDATED,
		/** Announced that it leaves. */
		LEFT,
		/** Failed: was suspected and did not refute in time. */
		FAILED,
		/** Did not answer a probe; it is given time to refute. */
		SUSPECTED,
		/** Was suspected and has refuted. */
		RECOVERED

	}

}
