package io.membership.wire;

import io.membership.runtime.DropReason;
import org.jspecify.annotations.Nullable;

/**
 * The compress layer: a message whose body holds other bytes, compressed. Confined to one
 * thread.
 */
final class Compression {

	/**
	 * Nothing shorter can become shorter: around the codes there are 13 bytes, and even
	 * 24 equal bytes take 7 codes, the clear code and the end code, of 9 bits each.
	 */
	static final int MIN_COMPRESSIBLE = 25;

	/** Type byte, map of two, Algo: 0 (LZW), Buf. */
	private static final byte[] HEADER = { 9, (byte) 0x82, (byte) 0xa4, 'A', 'l', 'g', 'o', 0, (byte) 0xa3, 'B', 'u',
			'f' };

	private final LzwEncoder encoder = new LzwEncoder();

	private final LzwDecoder decoder = new LzwDecoder();

	/** Compresses, however long the result is. */
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
		StructReader in = new StructReader(buf, off + 1, off + len);
		in.read(Struct.COMPRESS);
		if (in.number(0) != 0) {
			throw new WireException(DropReason.COMPRESSION_INVALID,
					"cannot decompress unknown algorithm " + in.number(0));
		}
		byte[] codes = in.bytes(1);
		if (codes == null) {
			throw new WireException(DropReason.COMPRESSION_INVALID, "compressed data is truncated");
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

	private static int rawHeaderLength(int length) {
		return (length < 32) ? 1 : (length <= 0xffff) ? 3 : 5;
	}

}
