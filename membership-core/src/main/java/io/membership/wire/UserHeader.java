package io.membership.wire;

import static io.membership.wire.Field.i64;
import static io.membership.wire.Schema.schema;

/**
 * The header of a user message on a stream, in front of the payload.
 *
 * @param length number of bytes of the payload, as the peer declares it
 */
record UserHeader(long length) {

	static final Schema<UserHeader> SCHEMA = schema(UserHeader::new, i64("UserMsgLen", UserHeader::length));

	/** Returns the header of an outbound payload. */
	static UserHeader of(byte[] payload) {
		return new UserHeader(MessageLimits.sent("User message", payload.length, MessageLimits.MAX_USER_BYTES));
	}

	/** Returns the length of an inbound payload. */
	int checkedLength() throws WireException {
		return MessageLimits.received("user message length", this.length, MessageLimits.MAX_USER_BYTES);
	}

}
