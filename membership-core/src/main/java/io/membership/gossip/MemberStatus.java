package io.membership.gossip;

/** The status of a member in the eyes of this one. The order is that of the wire. */
public enum MemberStatus {

	/** Answers probes. */
	ALIVE,
	/** Did not answer a probe and has not refuted yet. Still counted as a member. */
	SUSPECT,
	/** Was suspected and did not refute in time (memberlist: dead). */
	FAILED,
	/** Announced that it leaves. */
	LEFT;

	/**
	 * Whether a member with this status belongs to the cluster.
	 * @return {@code true} for alive and suspect
	 */
	public boolean isPresent() {
		return this == ALIVE || this == SUSPECT;
	}

}
