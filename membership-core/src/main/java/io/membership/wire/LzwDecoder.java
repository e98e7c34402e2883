package io.membership.wire;

import java.util.Arrays;

/**
 * The decoder of {@link Lzw}. Confined to one thread; its tables are reused.
 * <p>
 * A code stands for a section of the output so far: the section of the previous code, and
 * one byte more. So the dictionary is an offset and a length for each code, and decoding
 * copies from earlier output.
 * <p>
 * The lengths alone determine the length of the output. The decoder first allocates the
 * usual size of messages; if that is too small, the rest of the first pass only counts,
 * and a second pass decodes into an array of the exact size. A decompression bomb is
 * refused while counting.
 */
final class LzwDecoder {

	private static final int USUAL_RATIO = 4;

	private int[] offsets = {};

	private short[] lengths = {};

	/**
	 * Decodes up to the end code; ignores any bytes after it.
	 * @param max most bytes of output
	 * @throws WireException if a code is invalid, the end code is missing, or the output
	 * would exceed the limit
	 */
	byte[] decode(byte[] in, int off, int len, int max) throws WireException {
		// A code is longer than a byte, and defines at most one more.
		int codes = Math.min(Lzw.FIRST + len, Lzw.MAX_CODE + 1);
		if (this.offsets.length < codes) {
			this.offsets = new int[codes];
			this.lengths = new short[codes];
		}
		byte[] out = new byte[(int) Math.min(max, (long) len * USUAL_RATIO)];
		int total = run(in, off, off + len, max, out);
		if (total <= out.length) {
			return (total < out.length) ? Arrays.copyOf(out, total) : out;
		}
		out = new byte[total];
		run(in, off, off + len, max, out);
		return out;
	}

	/**
	 * Decodes as much as fits into the output, and returns the length of the whole
	 * output.
	 */
	private int run(byte[] in, int off, int end, int max, byte[] out) throws WireException {
		int[] starts = this.offsets;
		int at = off;
		int bits = 0;
		int bitCount = 0;
		int width = Lzw.MIN_WIDTH;
		int next = Lzw.FIRST;
		int total = 0;
		int last = 0;
		while (true) {
			while (bitCount < width) {
				if (at == end) {
					throw new WireException(WireDrop.COMPRESSION_INVALID, "compressed data is truncated");
				}
				bits |= (in[at++] & 0xff) << bitCount;
				bitCount += 8;
			}
			int code = bits & (1 << width) - 1;
			bits >>>= width;
			bitCount -= width;
			if (code == Lzw.END) {
				return total;
			}
			if (code == Lzw.CLEAR) {
				width = Lzw.MIN_WIDTH;
				next = Lzw.FIRST;
				last = 0;
				continue;
			}
			int length = length(code, next, last);
			if (length > max - total) {
				throw new WireException(WireDrop.TOO_LARGE, "decompressed data is larger than limit");
			}
			if (total + length <= out.length) {
				copy(out, total, code, length, (code < next) ? starts[code] : total - last);
			}
			if (last != 0 && next <= Lzw.MAX_CODE) {
				starts[next] = total - last;
				this.lengths[next] = (short) (last + 1);
				next++;
				if (next == 1 << width && width < Lzw.MAX_WIDTH) {
					width++;
				}
			}
			total += length;
			last = length;
		}
	}

	private int length(int code, int next, int last) throws WireException {
		if (code < Lzw.CLEAR) {
			return 1;
		}
		if (code < next) {
			return this.lengths[code];
		}
		// The code being defined: the last section, followed by its own first byte.
		if (code == next && last != 0 && next <= Lzw.MAX_CODE) {
			return last + 1;
		}
		throw new WireException(WireDrop.COMPRESSION_INVALID, "compressed data has an invalid code");
	}

	private static void copy(byte[] out, int to, int code, int length, int from) {
		if (code < Lzw.CLEAR) {
			out[to] = (byte) code;
			return;
		}
		// Byte by byte and forwards: the section may overlap the bytes being written.
		for (int i = 0; i < length; i++) {
			out[to + i] = out[from + i];
		}
	}

}
