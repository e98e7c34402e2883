package io.membership.cluster;

import java.util.Locale;

/**
 * Status of a member of a cluster, as Serf defines it. The order is the wire's, after
 * {@code none}.
 */
public enum MemberState {

	/** A member that works, as far as is known. */
	ALIVE,
	/** Has announced that it leaves, and is still there. */
	LEAVING,
	/** Has left. */
	LEFT,
	/** Has failed; it is tried again for a while. */
	FAILED;

	/**
	 * Whether a member with this state belongs to the cluster.
	 * @return {@code true} for alive and leaving
	 */
	public boolean isPresent() {
		return this == ALIVE || this == LEAVING;
	}

	/**
	 * The name that Serf uses.
	 * @return the name in lower case
	 */
	public String text() {
		return name().toLowerCase(Locale.ROOT);
	}

}
