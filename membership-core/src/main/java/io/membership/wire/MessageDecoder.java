package io.membership.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import io.membership.runtime.DropReason;

/** The decoding half of {@link MessageCodec}. */
final class MessageDecoder {

	/** Most nodes in a push/pull. */
	static final int MAX_NODES = 1024 * 1024;

	/** Most bytes of user state in a push/pull, and of a user message on a stream. */
	static final int MAX_USER_BYTES = 20 * 1024 * 1024;

	private MessageDecoder() {
	}

	static Message decode(byte[] buf, int off, int len) throws WireException {
		MessageType type = type(buf, off, len);
		return switch (type) {
			case PING, INDIRECT_PING, ACK, SUSPECT, ALIVE, DEAD, NACK -> struct(type, buf, off, len);
			case USER -> new Message.User(Arrays.copyOfRange(buf, off + 1, off + len));
			default -> throw new WireException(DropReason.UNKNOWN_TYPE, "message type " + type + " is not legal here");
		};
	}

	static Message decodeStream(byte[] buf, int off, int len) throws WireException {
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
		return new Message.PushPull(join, Collections.unmodifiableList(nodes),
				tail(buf, in.position(), stateLength, off + len));
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

}
