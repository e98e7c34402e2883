package io.membership.cluster;

import java.util.Locale;

/** Where a {@link Cluster} is in its life. */
public enum ClusterState {

	/** Created and not started yet. */
	NEW,
	/** A member. */
	ALIVE,
	/** Announcing that it leaves. */
	LEAVING,
	/** Has left; still serving. */
	LEFT,
	/** Shut down. */
	SHUTDOWN,
	/**
	 * Has stepped back, because most of the cluster holds another node to be the member
	 * of its name.
	 */
	NAME_LOST;

	/**
	 * Returns the name for people and machines to read.
	 * @return the name in lower case
	 */
	public String text() {
		return name().toLowerCase(Locale.ROOT);
	}

}
