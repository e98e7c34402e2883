package io.membership.wire;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.membership.runtime.DropReason;
import org.jspecify.annotations.Nullable;

/** The decoding half of {@link SerfCodec}. */
final class SerfDecoder {

	private static final byte NIL = (byte) 0xc0;

	private static final SocketAddress NO_ADDRESS = new SocketAddress(null, 0, "");

	private SerfDecoder() {
	}

	static SerfMessage decode(byte[] buf, int off, int len) throws WireException {
		SerfMessageType type = type(buf, off, len);
		StructReader in = new StructReader(buf, off + 1, off + len);
		switch (type) {
			case LEAVE -> {
				in.read(Struct.SERF_LEAVE);
				return new SerfMessage.Leave(in.number(0), in.text(1), in.flag(2));
			}
			case JOIN -> {
				in.read(Struct.SERF_JOIN);
				return new SerfMessage.Join(in.number(0), in.text(1));
			}
			case PUSH_PULL -> {
				in.read(Struct.SERF_PUSH_PULL);
				return new SerfMessage.PushPull(in.number(0), in.value(1, Map.of()), in.value(2, List.of()),
						in.number(3), in.value(4, List.of()), in.number(5));
			}
			case USER_EVENT -> {
				in.read(Struct.SERF_USER_EVENT);
				return new SerfMessage.UserEvent(in.number(0), in.text(1), in.bytes(2), in.flag(3));
			}
			case QUERY -> {
				in.read(Struct.SERF_QUERY);
				return new SerfMessage.Query(in.number(0), in.number(1), in.bytes(2), (int) in.number(3), in.text(4),
						in.value(5, List.of()), in.number(6), (int) in.number(7), in.number(8), in.text(9),
						in.bytes(10));
			}
			case QUERY_RESPONSE -> {
				in.read(Struct.SERF_QUERY_RESPONSE);
				return new SerfMessage.QueryResponse(in.number(0), in.number(1), in.text(2), in.number(3), in.bytes(4));
			}
			case CONFLICT_RESPONSE -> {
				in.read(Struct.SERF_MEMBER);
				return new SerfMessage.ConflictResponse((buf[off + 1] != NIL) ? member(in) : null);
			}
			case KEY_REQUEST -> {
				in.read(Struct.SERF_KEY_REQUEST);
				return new SerfMessage.KeyRequest(in.bytes(0));
			}
			case KEY_RESPONSE -> {
				in.read(Struct.SERF_KEY_RESPONSE);
				return new SerfMessage.KeyResponse(in.flag(0), in.text(1), in.value(2, List.of()), in.text(3));
			}
			case RELAY -> {
				in.read(Struct.SERF_RELAY_HEADER);
				return relay(in, buf, off + len);
			}
		}
		throw new IllegalStateException("No case for " + type);
	}

	static SerfMessage.Filter decodeFilter(byte[] bytes) throws WireException {
		if (bytes.length == 0) {
			throw new WireException(DropReason.EMPTY, "empty filter");
		}
		int kind = bytes[0] & 0xff;
		StructReader in = new StructReader(bytes, 1, bytes.length);
		switch (kind) {
			case SerfMessage.NodeFilter.KIND -> {
				return new SerfMessage.NodeFilter(in.read(SerfDecoder::texts));
			}
			case SerfMessage.TagFilter.KIND -> {
				in.read(Struct.SERF_TAG_FILTER);
				return new SerfMessage.TagFilter(in.text(0), in.text(1));
			}
			default -> {
				return new SerfMessage.UnknownFilter(kind, Arrays.copyOfRange(bytes, 1, bytes.length));
			}
		}
	}

	// How to read the fields that are no single value, for Struct.

	static List<String> texts(StructReader in) throws IOException {
		return in.list(MsgpackReader::nextText);
	}

	static List<byte[]> filters(StructReader in) throws IOException {
		return in.list(MsgpackReader::nextBytes);
	}

	static Map<String, Long> statusLtimes(StructReader in) throws IOException {
		return in.map(MsgpackReader::nextUnsigned64);
	}

	@SuppressWarnings("NullAway") // does not know yet that the elements may be null
	static List<SerfMessage.@Nullable EventSlot> eventSlots(StructReader in) throws IOException {
		return in.list(SerfDecoder::eventSlot);
	}

	private static SerfMessage.@Nullable EventSlot eventSlot(StructReader in) throws IOException {
		return in.skippedNil() ? null : in.struct(Struct.SERF_EVENT_SLOT,
				(slot) -> new SerfMessage.EventSlot(slot.number(0), slot.value(1, List.of())));
	}

	static List<SerfMessage.Event> events(StructReader in) throws IOException {
		return in.list(SerfDecoder::event);
	}

	private static SerfMessage.Event event(StructReader in) throws IOException {
		return in.struct(Struct.SERF_EVENT, (event) -> new SerfMessage.Event(event.text(0), event.bytes(1)));
	}

	static SocketAddress socketAddress(StructReader in) throws IOException {
		return in.struct(Struct.SOCKET_ADDRESS,
				(address) -> new SocketAddress(address.bytes(0), (int) address.number(1), address.text(2)));
	}

	private static SerfMessage.MemberRecord member(StructReader in) {
		int status = (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, in.number(4)));
		return new SerfMessage.MemberRecord(in.text(0), in.bytes(1), (int) in.number(2), in.value(3, Map.of()), status,
				(int) in.number(5), (int) in.number(6), (int) in.number(7), (int) in.number(8), (int) in.number(9),
				(int) in.number(10));
	}

	private static SerfMessage.Relay relay(StructReader header, byte[] buf, int end) throws WireException {
		int position = header.position();
		if (position == end) {
			throw new WireException(DropReason.EMPTY, "nothing to relay");
		}
		SocketAddress address = header.value(0, NO_ADDRESS);
		return new SerfMessage.Relay(address.ip(), address.port(), address.zone(), header.text(1),
				Arrays.copyOfRange(buf, position, end));
	}

	private static SerfMessageType type(byte[] buf, int off, int len) throws WireException {
		if (len <= 0) {
			throw new WireException(DropReason.EMPTY, "empty Serf message");
		}
		int code = buf[off] & 0xff;
		SerfMessageType type = SerfMessageType.ofCode(code);
		if (type == null) {
			throw new WireException(DropReason.UNKNOWN_TYPE, "unknown Serf message type " + code);
		}
		return type;
	}

	/** Where a relayed message is to go. */
	record SocketAddress(byte @Nullable [] ip, int port, String zone) {
	}

}
