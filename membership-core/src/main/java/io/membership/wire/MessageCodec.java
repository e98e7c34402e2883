package io.membership.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import io.membership.Internal;

/**
 * Encodes and decodes one message: its type byte and its body. Produces the bytes that
 * memberlist's releases with go-msgpack 0.5 send, and accepts every encoding that one of
 * its releases accepts. Stateless and thread-safe.
 */
@Internal
public final class MessageCodec {

	private MessageCodec() {
	}

	/**
	 * Encodes a message in its packet form.
	 * @param message the message
	 * @return type byte and body
	 * @throws IllegalArgumentException if the message has no packet form, or a number is
	 * out of range
	 */
	public static byte[] encode(Message message) {
		MessageType type = message.type();
		return switch (type) {
			case PING -> struct(type, MessageSchemas.PING, (Message.Ping) message);
			case INDIRECT_PING -> struct(type, MessageSchemas.INDIRECT_PING, (Message.IndirectPing) message);
			case ACK -> struct(type, MessageSchemas.ACK, (Message.Ack) message);
			case NACK -> struct(type, MessageSchemas.NACK, (Message.Nack) message);
			case SUSPECT -> struct(type, MessageSchemas.SUSPECT, (Message.Suspect) message);
			case ALIVE -> struct(type, MessageSchemas.ALIVE, (Message.Alive) message);
			case DEAD -> struct(type, MessageSchemas.DEAD, (Message.Dead) message);
			case USER -> user(((Message.User) message).payload());
			case PUSH_PULL, ERROR, COMPOUND, COMPRESS, ENCRYPT, HAS_CRC ->
				throw new IllegalArgumentException("A " + type + " message has no packet form");
		};
	}

	/**
	 * Decodes a message in its packet form.
	 * @param buf holds the message
	 * @param off offset of the type byte
	 * @param len number of bytes of type byte and body
	 * @return the message
	 * @throws WireException if the type has no packet form or is a layer, or the body is
	 * malformed
	 */
	public static Message decode(byte[] buf, int off, int len) throws WireException {
		MessageType type = type(buf, off, len);
		return switch (type) {
			case PING -> body(buf, off, len).read(MessageSchemas.PING);
			case INDIRECT_PING -> body(buf, off, len).read(MessageSchemas.INDIRECT_PING);
			case ACK -> body(buf, off, len).read(MessageSchemas.ACK);
			case NACK -> body(buf, off, len).read(MessageSchemas.NACK);
			case SUSPECT -> body(buf, off, len).read(MessageSchemas.SUSPECT);
			case ALIVE -> body(buf, off, len).read(MessageSchemas.ALIVE);
			case DEAD -> body(buf, off, len).read(MessageSchemas.DEAD);
			case USER -> new Message.User(Arrays.copyOfRange(buf, off + 1, off + len));
			case PUSH_PULL, ERROR, COMPOUND, COMPRESS, ENCRYPT, HAS_CRC -> throw notLegal(type);
		};
	}

	/**
	 * Encodes a message in its stream form, without any layer.
	 * @param message the message
	 * @return type byte and body
	 * @throws IllegalArgumentException if the message has no stream form, or exceeds a
	 * limit of the receiver
	 */
	public static byte[] encodeStream(Message message) {
		MessageType type = message.type();
		return switch (type) {
			case PING -> struct(type, MessageSchemas.PING, (Message.Ping) message);
			case ACK -> struct(type, MessageSchemas.ACK, (Message.Ack) message);
			case ERROR -> struct(type, MessageSchemas.ERROR, (Message.ErrorReply) message);
			case USER -> userOnStream(((Message.User) message).payload());
			case PUSH_PULL -> pushPull((Message.PushPull) message);
			case INDIRECT_PING, NACK, SUSPECT, ALIVE, DEAD, COMPOUND, COMPRESS, ENCRYPT, HAS_CRC ->
				throw new IllegalArgumentException("A " + type + " message has no stream form");
		};
	}

	/**
	 * Decodes a message in its stream form, without any layer.
	 * @param buf holds the message
	 * @param off offset of the type byte
	 * @param len number of bytes of type byte and body
	 * @return the message
	 * @throws WireException if the type has no stream form or is a layer, a limit is
	 * exceeded, or the body is malformed
	 */
	public static Message decodeStream(byte[] buf, int off, int len) throws WireException {
		MessageType type = type(buf, off, len);
		MsgpackReader in = body(buf, off, len);
		return switch (type) {
			case PING -> in.read(MessageSchemas.PING);
			case ACK -> in.read(MessageSchemas.ACK);
			case ERROR -> in.read(MessageSchemas.ERROR);
			case USER -> {
				int length = in.read(UserHeader.SCHEMA).checkedLength();
				yield new Message.User(in.tail(length));
			}
			case PUSH_PULL -> pushPull(in);
			case INDIRECT_PING, NACK, SUSPECT, ALIVE, DEAD, COMPOUND, COMPRESS, ENCRYPT, HAS_CRC ->
				throw notLegal(type);
		};
	}

	private static <T> byte[] struct(MessageType type, Schema<T> schema, T message) {
		return MsgpackWriter.forPacket(type.code()).value(schema, message).toByteArray();
	}

	private static byte[] user(byte[] payload) {
		byte[] encoded = new byte[1 + payload.length];
		encoded[0] = (byte) MessageType.USER.code();
		System.arraycopy(payload, 0, encoded, 1, payload.length);
		return encoded;
	}

	private static byte[] userOnStream(byte[] payload) {
		return MsgpackWriter.forPacket(MessageType.USER.code())
			.value(UserHeader.SCHEMA, UserHeader.of(payload))
			.raw(payload)
			.toByteArray();
	}

	private static byte[] pushPull(Message.PushPull message) {
		MsgpackWriter out = MsgpackWriter.forStream(MessageType.PUSH_PULL.code())
			.value(PushPullHeader.SCHEMA, PushPullHeader.of(message));
		for (Message.NodeState node : message.nodes()) {
			out.value(MessageSchemas.NODE_STATE, node);
		}
		return out.raw(message.userState()).toByteArray();
	}

	private static Message.PushPull pushPull(MsgpackReader in) throws WireException {
		PushPullHeader header = in.read(PushPullHeader.SCHEMA);
		int count = header.checkedNodes();
		int stateLength = header.checkedStateLength();
		// Not sized by the count, which is unverified until the nodes have been read.
		List<Message.NodeState> nodes = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			nodes.add(in.read(MessageSchemas.NODE_STATE));
		}
		return new Message.PushPull(header.join(), Collections.unmodifiableList(nodes), in.tail(stateLength));
	}

	private static MsgpackReader body(byte[] buf, int off, int len) {
		return new MsgpackReader(buf, off + 1, off + len);
	}

	private static MessageType type(byte[] buf, int off, int len) throws WireException {
		if (len <= 0) {
			throw new WireException(WireDrop.EMPTY, "empty message");
		}
		int code = buf[off] & 0xff;
		MessageType type = MessageType.ofCode(code);
		if (type == null) {
			throw new WireException(WireDrop.UNKNOWN_TYPE, "unknown message type " + code);
		}
		return type;
	}

	private static WireException notLegal(MessageType type) {
		return new WireException(WireDrop.UNKNOWN_TYPE, "message type " + type + " is not legal here");
	}

}
