package io.membership.wire;

/**
 * Encodes and decodes one message: its type byte and its body. Bytes are those of
 * memberlist, spelled as its releases with go-msgpack 0.5 do; what is decoded may be
 * spelled in any way that one of its releases accepts. Stateless and thread-safe.
 */
public final class MessageCodec {

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
		return MessageEncoder.encode(message);
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
		return MessageDecoder.decode(buf, off, len);
	}

	/**
	 * Encodes a message in the form it has on streams, without any layer.
	 * @param message the message
	 * @return type byte and body
	 * @throws IllegalArgumentException if the message has no stream form, or is over the
	 * limits of the receiver
	 */
	public static byte[] encodeStream(Message message) {
		return MessageEncoder.encodeStream(message);
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
		return MessageDecoder.decodeStream(buf, off, len);
	}

}
