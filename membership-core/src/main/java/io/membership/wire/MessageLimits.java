package io.membership.wire;

/** memberlist's limits for messages on streams. */
final class MessageLimits {

	/** Most nodes in a push/pull. */
	static final int MAX_NODES = 1024 * 1024;

	/** Most bytes of user state in a push/pull, and of a user message on a stream. */
	static final int MAX_USER_BYTES = 20 * 1024 * 1024;

	private MessageLimits() {
	}

	/** Checks a length or count that a peer has declared. */
	static int received(String what, long value, int limit) throws WireException {
		if (value < 0) {
			throw new WireException(WireDrop.MALFORMED, what + " is negative");
		}
		if (value > limit) {
			throw new WireException(WireDrop.TOO_LARGE, what + " is larger than limit (" + value + ")");
		}
		return (int) value;
	}

	/** Checks a length or count before it is sent. */
	static int sent(String what, int value, int limit) {
		if (value > limit) {
			throw new IllegalArgumentException(what + " " + value + " is over the limit of " + limit);
		}
		return value;
	}

}
