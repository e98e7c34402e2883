package io.membership.wire;

import java.util.Arrays;

import io.membership.Internal;
import io.membership.wire.SerfSchemas.RelayHeader;
import io.membership.wire.SerfSchemas.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Encodes and decodes one message of Serf: its type byte and its body. Produces the bytes
 * that Serf's releases with go-msgpack 0.5 send, and accepts every encoding that one of
 * its releases accepts. Decoding throws only {@link WireException}, recurses at most 16
 * levels deep, and allocates in proportion to the bytes received, regardless of the
 * counts they declare. Stateless and thread-safe.
 * <p>
 * The caller checks where a message occurs: a push/pull is the user state of
 * memberlist's, key and conflict messages are payloads of queries and their responses,
 * and all others are payloads of memberlist's user messages.
 */
@Internal
public final class SerfCodec {

	private SerfCodec() {
	}

	/**
	 * Encodes a message. Empty lists that Serf encodes as nil (filters, keys) become nil;
	 * all others stay empty.
	 * @param message the message
	 * @return type byte and body
	 * @throws IllegalArgumentException if a number is out of range, or a relay has no
	 * message
	 */
	public static byte[] encode(SerfMessage message) {
		SerfMessageType type = message.type();
		return switch (type) {
			case LEAVE -> struct(type, SerfSchemas.LEAVE, (SerfMessage.Leave) message);
			case JOIN -> struct(type, SerfSchemas.JOIN, (SerfMessage.Join) message);
			case PUSH_PULL -> MsgpackWriter.forStream(type.code())
				.value(SerfSchemas.PUSH_PULL, (SerfMessage.PushPull) message)
				.toByteArray();
			case USER_EVENT -> struct(type, SerfSchemas.USER_EVENT, (SerfMessage.UserEvent) message);
			case QUERY -> struct(type, SerfSchemas.QUERY, (SerfMessage.Query) message);
			case QUERY_RESPONSE -> struct(type, SerfSchemas.QUERY_RESPONSE, (SerfMessage.QueryResponse) message);
			case CONFLICT_RESPONSE ->
				struct(type, SerfSchemas.CONFLICT_RESPONSE, ((SerfMessage.ConflictResponse) message).member());
			case KEY_REQUEST -> struct(type, SerfSchemas.KEY_REQUEST, (SerfMessage.KeyRequest) message);
			case KEY_RESPONSE -> struct(type, SerfSchemas.KEY_RESPONSE, (SerfMessage.KeyResponse) message);
			case RELAY -> relay((SerfMessage.Relay) message);
		};
	}

	/**
	 * Decodes a message.
	 * @param bytes type byte and body
	 * @return the message
	 * @throws WireException if it is empty, of unknown type, or malformed
	 */
	public static SerfMessage decode(byte[] bytes) throws WireException {
		return decode(bytes, 0, bytes.length);
	}

	/**
	 * Decodes a message that is part of a buffer.
	 * @param buf holds the message
	 * @param off offset of the type byte
	 * @param len number of bytes of type byte and body
	 * @return the message
	 * @throws WireException if it is empty, of unknown type, or malformed
	 */
	public static SerfMessage decode(byte[] buf, int off, int len) throws WireException {
		SerfMessageType type = type(buf, off, len);
		MsgpackReader in = new MsgpackReader(buf, off + 1, off + len);
		return switch (type) {
			case LEAVE -> in.read(SerfSchemas.LEAVE);
			case JOIN -> in.read(SerfSchemas.JOIN);
			case PUSH_PULL -> in.read(SerfSchemas.PUSH_PULL);
			case USER_EVENT -> in.read(SerfSchemas.USER_EVENT);
			case QUERY -> in.read(SerfSchemas.QUERY);
			case QUERY_RESPONSE -> in.read(SerfSchemas.QUERY_RESPONSE);
			case CONFLICT_RESPONSE -> new SerfMessage.ConflictResponse(in.read(SerfSchemas.CONFLICT_RESPONSE));
			case KEY_REQUEST -> in.read(SerfSchemas.KEY_REQUEST);
			case KEY_RESPONSE -> in.read(SerfSchemas.KEY_RESPONSE);
			case RELAY -> relay(in);
		};
	}

	/**
	 * Encodes a filter of a query.
	 * @param filter the filter
	 * @return kind and body
	 * @throws IllegalArgumentException if the kind of an unknown filter is a known one or
	 * not a byte
	 */
	public static byte[] encodeFilter(SerfMessage.Filter filter) {
		MsgpackWriter out = MsgpackWriter.forPacket(filter.kind());
		if (filter instanceof SerfMessage.NodeFilter nodes) {
			return out.value(SerfSchemas.NODE_FILTER, nodes.nodes()).toByteArray();
		}
		if (filter instanceof SerfMessage.TagFilter tag) {
			return out.value(SerfSchemas.TAG_FILTER, tag).toByteArray();
		}
		if (filter.kind() <= SerfMessage.TagFilter.KIND || filter.kind() > 0xff) {
			throw new IllegalArgumentException("Kind " + filter.kind() + " of an unknown filter is not 2 to 255");
		}
		return out.raw(((SerfMessage.UnknownFilter) filter).body()).toByteArray();
	}

	/**
	 * Decodes a filter of a query. A filter of unknown kind is kept unchanged.
	 * @param bytes kind and body
	 * @return the filter
	 * @throws WireException if it is malformed or empty; an empty filter makes Serf
	 * itself fail
	 */
	public static SerfMessage.Filter decodeFilter(byte[] bytes) throws WireException {
		if (bytes.length == 0) {
			throw new WireException(WireDrop.EMPTY, "empty filter");
		}
		int kind = bytes[0] & 0xff;
		MsgpackReader in = new MsgpackReader(bytes, 1, bytes.length);
		return switch (kind) {
			case SerfMessage.NodeFilter.KIND -> new SerfMessage.NodeFilter(in.read(SerfSchemas.NODE_FILTER));
			case SerfMessage.TagFilter.KIND -> in.read(SerfSchemas.TAG_FILTER);
			default -> new SerfMessage.UnknownFilter(kind, Arrays.copyOfRange(bytes, 1, bytes.length));
		};
	}

	@SuppressWarnings("NullAway") // does not know yet that a type argument may be
									// nullable
	private static <T> byte[] struct(SerfMessageType type, Form<T> form, @Nullable T message) {
		return MsgpackWriter.forPacket(type.code()).value(form, message).toByteArray();
	}

	private static byte[] relay(SerfMessage.Relay relay) {
		if (relay.message().length == 0) {
			throw new IllegalArgumentException("A relay must contain a message");
		}
		SocketAddress address = new SocketAddress(relay.destAddr(), relay.destPort(), relay.destZone());
		return MsgpackWriter.forPacket(relay.type().code())
			.value(SerfSchemas.RELAY_HEADER, new RelayHeader(address, relay.destName()))
			.raw(relay.message())
			.toByteArray();
	}

	private static SerfMessage.Relay relay(MsgpackReader in) throws WireException {
		RelayHeader header = in.read(SerfSchemas.RELAY_HEADER);
		SocketAddress address = header.address();
		byte[] message = in.rest();
		if (message.length == 0) {
			throw new WireException(WireDrop.EMPTY, "nothing to relay");
		}
		return new SerfMessage.Relay(address.ip(), address.port(), address.zone(), header.name(), message);
	}

	private static SerfMessageType type(byte[] buf, int off, int len) throws WireException {
		if (len <= 0) {
			throw new WireException(WireDrop.EMPTY, "empty Serf message");
		}
		int code = buf[off] & 0xff;
		SerfMessageType type = SerfMessageType.ofCode(code);
		if (type == null) {
			throw new WireException(WireDrop.UNKNOWN_TYPE, "unknown Serf message type " + code);
		}
		return type;
	}

}
