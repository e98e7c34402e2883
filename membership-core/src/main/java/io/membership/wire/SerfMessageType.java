package io.membership.wire;

import org.jspecify.annotations.Nullable;

/**
 * The first byte of every message of Serf. An append-only list, and another one than
 * {@link MessageType}: Serf's messages are the payload of memberlist's user messages, its
 * push/pull the user state of memberlist's.
 */
public enum SerfMessageType {

	/** Somebody intends to leave, or is made to. */
	LEAVE,
	/** Somebody has joined. */
	JOIN,
	/** Full state exchange. */
	PUSH_PULL,
	/** An event of the application. */
	USER_EVENT,
	/** A question to the cluster. */
	QUERY,
	/** An answer to a query, or the acknowledgement that it has arrived. */
	QUERY_RESPONSE,
	/** What a node knows of the owner of a disputed name; only within an answer. */
	CONFLICT_RESPONSE,
	/** What to do with which key; only within a query. */
	KEY_REQUEST,
	/** Outcome of a key request; only within an answer. */
	KEY_RESPONSE,
	/** A message to be passed on to a third node. */
	RELAY;

	private static final SerfMessageType[] BY_CODE = values();

	/**
	 * The number on the wire.
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
