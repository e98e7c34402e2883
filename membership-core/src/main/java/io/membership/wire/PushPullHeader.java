package io.membership.wire;

import static io.membership.wire.Field.bool;
import static io.membership.wire.Field.i64;
import static io.membership.wire.Schema.schema;

/**
 * The header of a push/pull, in front of the nodes and the user state.
 *
 * @param nodes number of nodes, as the peer declares it
 * @param stateLength number of bytes of user state, as the peer declares it
 * @param join whether the initiator is joining
 */
record PushPullHeader(long nodes, long stateLength, boolean join) {

	static final Schema<PushPullHeader> SCHEMA = schema(PushPullHeader::new, i64("Nodes", PushPullHeader::nodes),
			i64("UserStateLen", PushPullHeader::stateLength), bool("Join", PushPullHeader::join));

	/** Returns the header of an outbound push/pull. */
	static PushPullHeader of(Message.PushPull message) {
		return new PushPullHeader(
				MessageLimits.sent("Number of nodes", message.nodes().size(), MessageLimits.MAX_NODES),
				MessageLimits.sent("User state", message.userState().length, MessageLimits.MAX_USER_BYTES),
				message.join());
	}

	/** Returns the number of inbound nodes. */
	int checkedNodes() throws WireException {
		return MessageLimits.received("number of nodes", this.nodes, MessageLimits.MAX_NODES);
	}

	/** Returns the length of the inbound user state. */
	int checkedStateLength() throws WireException {
		return MessageLimits.received("user state length", this.stateLength, MessageLimits.MAX_USER_BYTES);
	}

}
