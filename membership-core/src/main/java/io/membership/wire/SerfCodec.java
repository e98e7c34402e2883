package io.membership.wire;

/**
 * Encodes and decodes one message of Serf: its type byte and its body. Bytes are those of
 * Serf, spelled as its releases with go-msgpack 0.5 do; what is decoded may be spelled in
 * any way that one of its releases accepts. Decoding never throws anything but a
 * {@link WireException}, never goes deeper than 16 levels, and allocates in proportion to
 * the bytes that are there, whatever counts they declare. Stateless and thread-safe.
 * <p>
 * Where a message may stand is for the caller to check: a push/pull is the user state of
 * memberlist's, key and conflict messages are payloads of queries and their responses,
 * all others of memberlist's user messages.
 */
public final class SerfCodec {

	private SerfCodec() {
	}

	/**
	 * Encodes a message. Lists that Serf leaves nil when they are empty (filters, keys)
	 * are nil, all others are empty.
	 * @param message the message
	 * @return type byte and body
	 * @throws IllegalArgumentException if a number is out of range, or a relay has no
	 * message
	 */
	public static byte[] encode(SerfMessage message) {
		return SerfEncoder.encode(message);
	}

	/**
	 * Decodes a message.
	 * @param bytes type byte and body
	 * @return the message
	 * @throws WireException if it is empty, of unknown type, or malformed
	 */
	public static SerfMessage decode(byte[] bytes) throws WireException {
		return SerfDecoder.decode(bytes, 0, bytes.length);
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
		return SerfDecoder.decode(buf, off, len);
	}

	/**
	 * Encodes a filter of a query.
	 * @param filter the filter
	 * @return kind and body
	 * @throws IllegalArgumentException if the kind of an unknown filter is a known one or
	 * no byte
	 */
	public static byte[] encodeFilter(SerfMessage.Filter filter) {
		return SerfEncoder.encodeFilter(filter);
	}

	/**
	 * Decodes a filter of a query. One of unknown kind is kept as it is.
	 * @param bytes kind and body
	 * @return the filter
	 * @throws WireException if it is empty, which makes the reference fail, or malformed
	 */
	public static SerfMessage.Filter decodeFilter(byte[] bytes) throws WireException {
		return SerfDecoder.decodeFilter(bytes);
	}

}
