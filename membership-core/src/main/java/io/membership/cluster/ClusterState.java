package io.membership.cluster;

import java.util.Locale;

/** Lifecycle state of a {@link Cluster}. */
public enum ClusterState {

	/** Created, not started yet. */
	NEW,
	/** Running as a member. */
	ALIVE,
	/** Announcing that it leaves. */
	LEAVING,
	/** Has left; still serving. */
	LEFT,
	/** Shut down. */
	SHUTDOWN,
	/**
	 * Has stepped back, because most of the cluster considers another node to be the
	 * member of its name.
	 */
	NAME_LOST;

	/**
	 * Returns the name for display and for machine-readable output.
	 * @return the name in lower case
	 */
	public String text() {
		return name().toLowerCase(Locale.ROOT);
	}

}
