package io.membership.wire;

import org.jspecify.annotations.Nullable;

/**
 * The first byte of every message of Serf. Append-only, and distinct from
 * {@link MessageType}: Serf's messages are the payload of memberlist's user messages, its
 * push/pull the user state of memberlist's.
 */
enum SerfMessageType {

	/** A member intends to leave, or is forced to. */
	LEAVE,
	/** A member has joined. */
	JOIN,
	/** Full state exchange. */
	PUSH_PULL,
	/** A user event. */
	USER_EVENT,
	/** A query to the cluster. */
	QUERY,
	/** An answer to a query, or an acknowledgement of its arrival. */
	QUERY_RESPONSE,
	/** A node's record of the owner of a disputed name; only in an answer. */
	CONFLICT_RESPONSE,
	/** A key request; only in a query. */
	KEY_REQUEST,
	/** Outcome of a key request; only in an answer. */
	KEY_RESPONSE,
	/** A message to pass on to a third node. */
	RELAY;

	private static final SerfMessageType[] BY_CODE = values();

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
	public static @Nullable SerfMessageType ofCode(int code) {
		return (code >= 0 && code < BY_CODE.length) ? BY_CODE[code] : null;
	}

}
