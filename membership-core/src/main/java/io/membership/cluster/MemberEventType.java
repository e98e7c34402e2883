package io.membership.cluster;

/**
 * What happened to a member, in Serf's terms. Constants are in Serf's order, so that a
 * constant's ordinal is the number that Serf uses.
 */
public enum MemberEventType {

	/** A member has joined, or has come back. */
	JOIN("member-join"),

	/** A member has left, of its own will or forced by an operator. */
	LEAVE("member-leave"),

	/** A member has failed. */
	FAILED("member-failed"),

	/** A member has changed its tags, its address or its versions. */
	UPDATE("member-update"),

	/** A member that failed or left has been forgotten. */
	REAP("member-reap");

	private final String serfName;

	MemberEventType(String serfName) {
		this.serfName = serfName;
	}

	/**
	 * The name by which Serf's tools and scripts know the event, like
	 * {@code member-join}.
	 * @return the name
	 */
	public String serfName() {
		return this.serfName;
	}

}
