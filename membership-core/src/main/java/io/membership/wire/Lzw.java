package io.membership.wire;

import java.util.Arrays;

/**
 * LZW as in Go's {@code compress/lzw}, least significant bits first and with literals of
 * 8 bits, which is memberlist's compression. Codes are 9 bits wide at first, and one bit
 * wider when the next code to be defined needs it, up to 12. The encoder starts with a
 * clear code, and sends another when all codes are used.
 */
final class Lzw {

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
	 * @return the codes; identical to the output of Go's encoder
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
	 * @throws WireException if the codes are invalid, or the output would exceed the
	 * limit; in that case at most four times the input size has been allocated
	 */
	public static byte[] decompress(byte[] in, int off, int len, int maxBytes) throws WireException {
		return new LzwDecoder().decode(in, off, len, maxBytes);
	}

}
