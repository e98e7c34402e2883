package io.membership.wire;

import java.util.Arrays;

/**
 * LZW as Go's {@code compress/lzw} does it with least significant bits first and literals
 * of 8 bits, which is how memberlist compresses. Codes are 9 bits wide at first, and one
 * bit wider when the next code to be defined needs it, up to 12. The encoder starts with
 * a clear code, and sends another when it has used up the codes.
 */
public final class Lzw {

	static final int CLEAR = 256;

	static final int END = 257;

	static final int FIRST = 258;

	static final int MIN_WIDTH = 9;

	static final int MAX_WIDTH = 12;

	static final int MAX_CODE = (1 << MAX_WIDTH) - 1;

	private Lzw() {
	}

	/**
	 * Compresses.
	 * @param in holds the input
	 * @param off offset of the input
	 * @param len length of the input
	 * @return the codes; identical to those of Go's encoder
	 */
	public static byte[] compress(byte[] in, int off, int len) {
		LzwEncoder encoder = new LzwEncoder();
		int length = encoder.encode(in, off, len, Integer.MAX_VALUE);
		return Arrays.copyOf(encoder.output(), length);
	}

	/**
	 * Decompresses.
	 * @param in holds the codes
	 * @param off offset of the codes
	 * @param len length of the codes
	 * @param maxBytes most bytes of output
	 * @return the output
	 * @throws WireException if the codes are invalid, or the output would be longer than
	 * the limit; at most four times the input is allocated then
	 */
	public static byte[] decompress(byte[] in, int off, int len, int maxBytes) throws WireException {
		return new LzwDecoder().decode(in, off, len, maxBytes);
	}

}
