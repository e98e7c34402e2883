package io.membership.cluster;

import java.util.Locale;

/**
 * Status of a member of a cluster, as Serf defines it. The order is that of the wire
 * format, after {@code none}.
 */
public enum MemberState {

	/** The member is alive, as far as is known. */
	ALIVE,
	/** The member has announced that it leaves, and is still present. */
	LEAVING,
	/** The member has left. */
	LEFT,
	/** The member has failed; the cluster tries to reach it for a while. */
	FAILED;

	/**
	 * Returns whether a member in this state belongs to the cluster.
	 * @return {@code true} for alive and leaving
	 */
	public boolean isPresent() {
		return this == ALIVE || this == LEAVING;
	}

	/**
	 * Returns the name that Serf uses.
	 * @return the name in lower case
	 */
	public String text() {
		return name().toLowerCase(Locale.ROOT);
	}

}
