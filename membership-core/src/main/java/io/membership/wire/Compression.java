package io.membership.wire;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import static io.membership.wire.Field.bytes;
import static io.membership.wire.Field.u8;
import static io.membership.wire.Schema.schema;

/**
 * The compress layer: a message whose body holds another message, compressed. Confined to
 * one thread.
 */
final class Compression {

	/**
	 * Shorter input never gets shorter: there are 13 bytes around the codes, and even 24
	 * equal bytes take 7 codes, the clear code and the end code, of 9 bits each.
	 */
	static final int MIN_COMPRESSIBLE = 25;

	private static final int LZW = 0;

	private static final Schema<Body> BODY = schema(Body::new, u8("Algo", Body::algo), bytes("Buf", Body::buf));

	/** All bytes before the length of the codes. */
	private static final byte[] HEADER = header();

	private final LzwEncoder encoder = new LzwEncoder();

	private final LzwDecoder decoder = new LzwDecoder();

	/** Compresses, even if the result is longer. */
	byte[] compress(byte[] in) {
		return message(this.encoder.encode(in, 0, in.length, Integer.MAX_VALUE));
	}

	/**
	 * Compresses if the whole compress message is shorter than the input.
	 * @return the message, or {@code null} if it is not shorter
	 */
	byte @Nullable [] compressIfShorter(byte[] in) {
		if (in.length < MIN_COMPRESSIBLE) {
			return null;
		}
		int length = this.encoder.encode(in, 0, in.length, in.length - HEADER.length - 2);
		if (length < 0 || HEADER.length + rawHeaderLength(length) + length >= in.length) {
			return null;
		}
		return message(length);
	}

	/**
	 * Decompresses a compress message.
	 * @param off offset of its type byte
	 * @param max most bytes of output
	 * @throws WireException if it is malformed, of an unknown algorithm, or over the
	 * limit
	 */
	byte[] decompress(byte[] buf, int off, int len, int max) throws WireException {
		Body body = new MsgpackReader(buf, off + 1, off + len).read(BODY);
		if (body.algo() != LZW) {
			throw new WireException(WireDrop.COMPRESSION_INVALID, "cannot decompress unknown algorithm " + body.algo());
		}
		byte[] codes = body.buf();
		if (codes == null) {
			throw new WireException(WireDrop.COMPRESSION_INVALID, "compressed data is truncated");
		}
		return this.decoder.decode(codes, 0, codes.length, max);
	}

	private byte[] message(int length) {
		int at = HEADER.length;
		byte[] message = new byte[at + rawHeaderLength(length) + length];
		System.arraycopy(HEADER, 0, message, 0, at);
		if (length < 32) {
			message[at++] = (byte) (0xa0 | length);
		}
		else {
			boolean wide = length > 0xffff;
			message[at++] = (byte) (wide ? 0xdb : 0xda);
			for (int shift = wide ? 24 : 8; shift >= 0; shift -= 8) {
				message[at++] = (byte) (length >>> shift);
			}
		}
		System.arraycopy(this.encoder.output(), 0, message, at, length);
		return message;
	}

	/** A message without codes ends with their length, which takes one byte. */
	private static byte[] header() {
		byte[] empty = MsgpackWriter.forPacket(MessageType.COMPRESS.code())
			.value(BODY, new Body(LZW, new byte[0]))
			.toByteArray();
		return Arrays.copyOf(empty, empty.length - 1);
	}

	private static int rawHeaderLength(int length) {
		return (length < 32) ? 1 : (length <= 0xffff) ? 3 : 5;
	}

	/**
	 * The body of a compress message.
	 *
	 * @param algo the algorithm
	 * @param buf the compressed message
	 */
	private record Body(int algo, byte @Nullable [] buf) {
	}

}
