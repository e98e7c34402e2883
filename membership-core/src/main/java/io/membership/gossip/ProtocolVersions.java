package io.membership.gossip;

/**
 * The protocol versions that a member understands and speaks, and those of the
 * application protocol that it carries (delegate protocol). Each number is 0..255.
 *
 * @param protocolMin lowest gossip protocol understood
 * @param protocolMax highest gossip protocol understood
 * @param protocolCurrent gossip protocol spoken
 * @param delegateMin lowest application protocol understood
 * @param delegateMax highest application protocol understood
 * @param delegateCurrent application protocol spoken
 */
public record ProtocolVersions(int protocolMin, int protocolMax, int protocolCurrent, int delegateMin, int delegateMax,
		int delegateCurrent) {

	/** Lowest protocol version that this implementation understands. */
	public static final int MIN = 1;

	/** Highest protocol version that this implementation understands. */
	public static final int MAX = 5;

	/** Protocol version spoken unless configured otherwise, as memberlist does. */
	public static final int DEFAULT = 2;

	/** The versions of a member that has sent none. */
	static final ProtocolVersions UNKNOWN = new ProtocolVersions(0, 0, 0, 0, 0, 0);

	/** Returns the versions that a member with these settings announces. */
	static ProtocolVersions of(MemberlistConfig config) {
		return new ProtocolVersions(MIN, MAX, config.versions().gossip(), config.versions().delegateMin(),
				config.versions().delegateMax(), config.versions().delegateCurrent());
	}

	static ProtocolVersions ofWire(byte[] vsn) {
		return new ProtocolVersions(vsn[0] & 0xff, vsn[1] & 0xff, vsn[2] & 0xff, vsn[3] & 0xff, vsn[4] & 0xff,
				vsn[5] & 0xff);
	}

	byte[] toWire() {
		return new byte[] { (byte) this.protocolMin, (byte) this.protocolMax, (byte) this.protocolCurrent,
				(byte) this.delegateMin, (byte) this.delegateMax, (byte) this.delegateCurrent };
	}

}
