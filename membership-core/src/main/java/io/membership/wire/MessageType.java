package io.membership.wire;

import org.jspecify.annotations.Nullable;

/** The first byte of every message. Append-only. */
public enum MessageType {

	/** Direct probe. */
	PING,
	/** Request to probe a third node. */
	INDIRECT_PING,
	/** Answer to a ping. */
	ACK,
	/** A member is suspected to have failed. */
	SUSPECT,
	/** A member is alive. */
	ALIVE,
	/** A member has failed or left. */
	DEAD,
	/** Full state exchange; streams only. */
	PUSH_PULL,
	/** Several messages in one packet. */
	COMPOUND,
	/** Opaque bytes for the application. */
	USER,
	/** A compressed message. */
	COMPRESS,
	/** An encrypted message; streams only. */
	ENCRYPT,
	/** Reports that the helper of an indirect ping received no ack. */
	NACK,
	/** CRC-32 over the following bytes; packets only. */
	HAS_CRC,
	/** Error reply; streams only. */
	ERROR;

	/** First byte of a label header; not a message type. */
	public static final int LABEL = 244;

	private static final MessageType[] BY_CODE = values();

	/**
	 * Returns the number on the wire.
	 * @return the type byte
	 */
	public int code() {
		return ordinal();
	}

	/**
	 * Finds the type for a number on the wire.
	 * @param code the unsigned type byte
	 * @return the type, or {@code null} if there is none
	 */
	public static @Nullable MessageType ofCode(int code) {
		return (code >= 0 && code < BY_CODE.length) ? BY_CODE[code] : null;
	}

}
