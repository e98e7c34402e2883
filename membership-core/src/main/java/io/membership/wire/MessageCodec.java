package io.membership.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.membership.runtime.DropReason;
import io.membership.wire.StructWriter.Key;
import org.jspecify.annotations.Nullable;

/**
 * Encodes and decodes one message: its type byte and its body. Bytes are those of
 * memberlist, spelled as its releases with go-msgpack 0.5 do; what is decoded may be
 * spelled in any way that one of its releases accepts. Stateless and thread-safe.
 */
public final class MessageCodec {

	/** Most nodes in a push/pull. */
	static final int MAX_NODES = 1024 * 1024;

	/** Most bytes of user state in a push/pull, and of a user message on a stream. */
	static final int MAX_USER_BYTES = 20 * 1024 * 1024;

	private MessageCodec() {
	}

	/**
	 * Encodes a message in the form it has in packets.
	 * @param message the message
	 * @return type byte and body
	 * @throws IllegalArgumentException if the message has no packet form, or a number is
	 * out of range
	 */
	public static byte[] encode(Message message) {
		return switch (message.type()) {
			case PING -> ping((Message.Ping) message);
			case INDIRECT_PING -> indirectPing((Message.IndirectPing) message);
			case ACK -> ack((Message.Ack) message);
			case NACK -> StructWriter.forPacket(MessageType.NACK)
				.map(1)
				.u32(Key.SeqNo, ((Message.Nack) message).seqNo())
				.toByteArray();
			case SUSPECT -> {
				Message.Suspect suspect = (Message.Suspect) message;
				yield accusation(message.type(), suspect.incarnation(), suspect.node(), suspect.from());
			}
			case DEAD -> {
				Message.Dead dead = (Message.Dead) message;
				yield accusation(message.type(), dead.incarnation(), dead.node(), dead.from());
			}
			case ALIVE -> alive((Message.Alive) message);
			case USER -> user(((Message.User) message).payload());
			default -> throw new IllegalArgumentException("A " + message.type() + " message has no packet form");
		};
	}

	/**
	 * Decodes a message in the form it has in packets.
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
			case PING, INDIRECT_PING, ACK, SUSPECT, ALIVE, DEAD, NACK -> struct(type, buf, off, len);
			case USER -> new Message.User(Arrays.copyOfRange(buf, off + 1, off + len));
			default -> throw new WireException(DropReason.UNKNOWN_TYPE, "message type " + type + " is not legal here");
		};
	}

	/**
	 * Encodes a message in the form it has on streams, without any layer.
	 * @param message the message
	 * @return type byte and body
	 * @throws IllegalArgumentException if the message has no stream form, or is over the
	 * limits of the receiver
	 */
	public static byte[] encodeStream(Message message) {
		return switch (message.type()) {
			case PING, ACK -> encode(message);
			case ERROR -> StructWriter.forPacket(MessageType.ERROR)
				.map(1)
				.text(Key.Error, ((Message.ErrorReply) message).error())
				.toByteArray();
			case USER -> {
				byte[] payload = ((Message.User) message).payload();
				checkLimit("User message", payload.length, MAX_USER_BYTES);
				yield StructWriter.forPacket(MessageType.USER)
					.map(1)
					.integer(Key.UserMsgLen, payload.length)
					.raw(payload)
					.toByteArray();
			}
			case PUSH_PULL -> pushPull((Message.PushPull) message);
			default -> throw new IllegalArgumentException("A " + message.type() + " message has no stream form");
		};
	}

	/**
	 * Decodes a message in the form it has on streams, without any layer.
	 * @param buf holds the message
	 * @param off offset of the type byte
	 * @param len number of bytes of type byte and body
	 * @return the message
	 * @throws WireException if the type has no stream form or is a layer, a limit is
	 * exceeded, or the body is malformed
	 */
	public static Message decodeStream(byte[] buf, int off, int len) throws WireException {
		MessageType type = type(buf, off, len);
		return switch (type) {
			case PING, ACK, ERROR -> struct(type, buf, off, len);
			case USER -> {
				StructReader reader = new StructReader(buf, off + 1, off + len);
				reader.read(Struct.USER_HEADER);
				int length = userMessageLength(reader);
				yield new Message.User(tail(buf, reader.position(), length, off + len));
			}
			case PUSH_PULL -> decodePushPull(buf, off, len);
			default -> throw new WireException(DropReason.UNKNOWN_TYPE, "message type " + type + " is not legal here");
		};
	}

	/** Length in a user message header that was just read, checked. */
	static int userMessageLength(StructReader header) throws WireException {
		return limited(header.number(0), MAX_USER_BYTES, "user message length");
	}

	/** Number of nodes in a push/pull header that was just read, checked. */
	static int nodeCount(StructReader header) throws WireException {
		return limited(header.number(0), MAX_NODES, "number of nodes");
	}

	/** Length of the user state in a push/pull header that was just read, checked. */
	static int userStateLength(StructReader header) throws WireException {
		return limited(header.number(1), MAX_USER_BYTES, "user state length");
	}

	private static Message struct(MessageType type, byte[] buf, int off, int len) throws WireException {
		StructReader in = new StructReader(buf, off + 1, off + len);
		switch (type) {
			case PING -> {
				in.read(Struct.PING);
				return new Message.Ping(in.number(0), in.text(1), in.bytes(2), (int) in.number(3), in.text(4));
			}
			case INDIRECT_PING -> {
				in.read(Struct.INDIRECT_PING);
				return new Message.IndirectPing(in.number(0), in.bytes(1), (int) in.number(2), in.text(3), in.flag(4),
						in.bytes(5), (int) in.number(6), in.text(7));
			}
			case ACK -> {
				in.read(Struct.ACK);
				return new Message.Ack(in.number(0), in.bytes(1));
			}
			case NACK -> {
				in.read(Struct.NACK);
				return new Message.Nack(in.number(0));
			}
			case ERROR -> {
				in.read(Struct.ERROR);
				return new Message.ErrorReply(in.text(0));
			}
			case ALIVE -> {
				in.read(Struct.ALIVE);
				return new Message.Alive(in.number(0), in.text(1), in.bytes(2), (int) in.number(3), in.bytes(4),
						in.bytes(5));
			}
			default -> {
				in.read(Struct.ACCUSATION);
				return (type == MessageType.SUSPECT) ? new Message.Suspect(in.number(0), in.text(1), in.text(2))
						: new Message.Dead(in.number(0), in.text(1), in.text(2));
			}
		}
	}

	private static Message.PushPull decodePushPull(byte[] buf, int off, int len) throws WireException {
		StructReader in = new StructReader(buf, off + 1, off + len);
		in.read(Struct.PUSH_PULL_HEADER);
		int count = nodeCount(in);
		int stateLength = userStateLength(in);
		boolean join = in.flag(2);
		// Not sized by the count, which is only a claim until the nodes have been read.
		List<Message.NodeState> nodes = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			in.read(Struct.NODE_STATE);
			int state = (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, in.number(5)));
			nodes.add(new Message.NodeState(in.text(0), in.bytes(1), (int) in.number(2), in.bytes(3), in.number(4),
					state, in.bytes(6)));
		}
		return new Message.PushPull(join, nodes, tail(buf, in.position(), stateLength, off + len));
	}

	private static byte[] ping(Message.Ping ping) {
		int sources = sources(ping.sourceAddr(), ping.sourcePort(), ping.sourceNode());
		StructWriter out = StructWriter.forPacket(MessageType.PING)
			.map(2 + sources)
			.text(Key.Node, ping.node())
			.u32(Key.SeqNo, ping.seqNo());
		return source(out, ping.sourceAddr(), ping.sourcePort(), ping.sourceNode()).toByteArray();
	}

	private static byte[] indirectPing(Message.IndirectPing ping) {
		int sources = sources(ping.sourceAddr(), ping.sourcePort(), ping.sourceNode());
		StructWriter out = StructWriter.forPacket(MessageType.INDIRECT_PING)
			.map(5 + sources)
			.bool(Key.Nack, ping.nack())
			.text(Key.Node, ping.node())
			.u16(Key.Port, ping.port())
			.u32(Key.SeqNo, ping.seqNo());
		return source(out, ping.sourceAddr(), ping.sourcePort(), ping.sourceNode()).bytes(Key.Target, ping.target())
			.toByteArray();
	}

	// The three source fields are the only ones that are left out when they are empty.
	private static int sources(byte @Nullable [] addr, int port, String node) {
		return ((addr != null && addr.length != 0) ? 1 : 0) + ((port != 0) ? 1 : 0) + (node.isEmpty() ? 0 : 1);
	}

	private static StructWriter source(StructWriter out, byte @Nullable [] addr, int port, String node) {
		if (addr != null && addr.length != 0) {
			out.bytes(Key.SourceAddr, addr);
		}
		if (!node.isEmpty()) {
			out.text(Key.SourceNode, node);
		}
		if (port != 0) {
			out.u16(Key.SourcePort, port);
		}
		return out;
	}

	private static byte[] ack(Message.Ack ack) {
		return StructWriter.forPacket(MessageType.ACK)
			.map(2)
			.bytes(Key.Payload, ack.payload())
			.u32(Key.SeqNo, ack.seqNo())
			.toByteArray();
	}

	private static byte[] accusation(MessageType type, long incarnation, String node, String from) {
		return StructWriter.forPacket(type)
			.map(3)
			.text(Key.From, from)
			.u32(Key.Incarnation, incarnation)
			.text(Key.Node, node)
			.toByteArray();
	}

	private static byte[] alive(Message.Alive alive) {
		return StructWriter.forPacket(MessageType.ALIVE)
			.map(6)
			.bytes(Key.Addr, alive.addr())
			.u32(Key.Incarnation, alive.incarnation())
			.bytes(Key.Meta, alive.meta())
			.text(Key.Node, alive.node())
			.u16(Key.Port, alive.port())
			.bytes(Key.Vsn, alive.vsn())
			.toByteArray();
	}

	private static byte[] user(byte[] payload) {
		byte[] encoded = new byte[1 + payload.length];
		encoded[0] = (byte) MessageType.USER.code();
		System.arraycopy(payload, 0, encoded, 1, payload.length);
		return encoded;
	}

	private static byte[] pushPull(Message.PushPull message) {
		checkLimit("Number of nodes", message.nodes().size(), MAX_NODES);
		checkLimit("User state", message.userState().length, MAX_USER_BYTES);
		StructWriter out = StructWriter.forStream(MessageType.PUSH_PULL)
			.map(3)
			.bool(Key.Join, message.join())
			.integer(Key.Nodes, message.nodes().size())
			.integer(Key.UserStateLen, message.userState().length);
		for (Message.NodeState node : message.nodes()) {
			out.map(7)
				.bytes(Key.Addr, node.addr())
				.u32(Key.Incarnation, node.incarnation())
				.bytes(Key.Meta, node.meta())
				.text(Key.Name, node.name())
				.u16(Key.Port, node.port())
				.integer(Key.State, node.state())
				.bytes(Key.Vsn, node.vsn());
		}
		return out.raw(message.userState()).toByteArray();
	}

	private static MessageType type(byte[] buf, int off, int len) throws WireException {
		if (len <= 0) {
			throw new WireException(DropReason.EMPTY, "empty message");
		}
		int code = buf[off] & 0xff;
		MessageType type = MessageType.ofCode(code);
		if (type == null) {
			throw new WireException(DropReason.UNKNOWN_TYPE, "unknown message type " + code);
		}
		return type;
	}

	private static byte[] tail(byte[] buf, int position, int length, int end) throws WireException {
		if (length > end - position) {
			throw new WireException(DropReason.MALFORMED, "malformed message: truncated");
		}
		return Arrays.copyOfRange(buf, position, position + length);
	}

	private static int limited(long value, int limit, String what) throws WireException {
		if (value < 0) {
			throw new WireException(DropReason.MALFORMED, what + " is negative");
		}
		if (value > limit) {
			throw new WireException(DropReason.TOO_LARGE, what + " is larger than limit (" + value + ")");
		}
		return (int) value;
	}

	private static void checkLimit(String what, int value, int limit) {
		if (value > limit) {
			throw new IllegalArgumentException(what + " " + value + " is over the limit of " + limit);
		}
	}

}
