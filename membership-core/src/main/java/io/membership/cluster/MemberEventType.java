package io.membership.cluster;

/**
 * Kind of a membership change, in Serf's terms. A constant's ordinal is the number that
 * Serf uses.
 */
public enum MemberEventType {

	/** A member joined, or came back. */
	JOIN("member-join"),

	/** A member left, gracefully or forced by an operator. */
	LEAVE("member-leave"),

	/** A member failed. */
	FAILED("member-failed"),

	/** A member changed its tags, its address or its versions. */
	UPDATE("member-update"),

	/** A member that failed or left was forgotten. */
	REAP("member-reap");

	private final String serfName;

	MemberEventType(String serfName) {
		this.serfName = serfName;
	}

	/**
	 * Returns the name of the event in Serf's tools and scripts, such as {@code
	 * member-join}.
	 * @return the name
	 */
	public String serfName() {
		return this.serfName;
	}

}
