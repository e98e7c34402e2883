package io.membership.gossip;

/**
 * A change of a member. The events of one member are delivered in the order of the
 * changes; a leave or failure follows a join before the next join.
 *
 * @param type the kind of change
 * @param member the member after the change
 */
public record MemberEvent(Type type, Member member) {

	/** The kind of change. */
	public enum Type {

		/** Became a member, for the first time or again. */
		JOINED,
		/** Its metadata, address or protocol versions changed. */
		UPDATED,
		/** Announced that it leaves. */
		LEFT,
		/** Failed: was suspected and did not refute in time. */
		FAILED,
		/** Did not answer a probe, and has time to refute. */
		SUSPECTED,
		/** Was suspected and has refuted. */
		RECOVERED

	}

}
