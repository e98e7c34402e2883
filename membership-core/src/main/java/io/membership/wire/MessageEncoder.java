package io.membership.wire;

import io.membership.wire.StructWriter.Key;
import org.jspecify.annotations.Nullable;

/** The encoding half of {@link MessageCodec}. */
final class MessageEncoder {

	private MessageEncoder() {
	}

	static byte[] encode(Message message) {
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

	static byte[] encodeStream(Message message) {
		return switch (message.type()) {
			case PING, ACK -> encode(message);
			case ERROR -> StructWriter.forPacket(MessageType.ERROR)
				.map(1)
				.text(Key.Error, ((Message.ErrorReply) message).error())
				.toByteArray();
			case USER -> {
				byte[] payload = ((Message.User) message).payload();
				checkLimit("User message", payload.length, MessageDecoder.MAX_USER_BYTES);
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
		checkLimit("Number of nodes", message.nodes().size(), MessageDecoder.MAX_NODES);
		checkLimit("User state", message.userState().length, MessageDecoder.MAX_USER_BYTES);
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

	private static void checkLimit(String what, int value, int limit) {
		if (value > limit) {
			throw new IllegalArgumentException(what + " " + value + " is over the limit of " + limit);
		}
	}

}
