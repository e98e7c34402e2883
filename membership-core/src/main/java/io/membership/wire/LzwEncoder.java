package io.membership.wire;

import java.util.Arrays;

/**
 * The encoder of {@link Lzw}. Confined to one thread; its tables are reused, so encoding
 * a packet allocates nothing once they have grown.
 * <p>
 * The dictionary is a hash table with open addressing. The key of an entry is the 12 bits
 * of the prefix code and the 8 bits of the next byte; below them are the 12 bits of the
 * assigned code. Codes of entries start at 258, so no entry is zero. Short input uses
 * only a part of the table, because it has to be cleared.
 */
final class LzwEncoder {

	private static final int MAX_TABLE_BITS = 13;

	private int[] table = {};

	private byte[] out = new byte[512];

	private int length;

	private int bits;

	private int bitCount;

	/**
	 * Encodes; the result is in {@link #output()} until the next call.
	 * @param limit stops once the output would be longer
	 * @return length of the output, or -1 if it would exceed the limit
	 */
	int encode(byte[] in, int off, int len, int limit) {
		this.length = 0;
		this.bits = 0;
		this.bitCount = 0;
		put(Lzw.CLEAR, Lzw.MIN_WIDTH);
		int width = Lzw.MIN_WIDTH;
		if (len > 0) {
			width = encodeBytes(in, off, off + len, limit);
		}
		if (width < 0) {
			return -1;
		}
		put(Lzw.END, width);
		put(0, -this.bitCount & 7);
		return (this.length <= limit) ? this.length : -1;
	}

	byte[] output() {
		return this.out;
	}

	private int encodeBytes(byte[] in, int off, int end, int limit) {
		int tableBits = tableBits(end - off);
		if (this.table.length < 1 << tableBits) {
			this.table = new int[1 << tableBits];
		}
		int[] entries = this.table;
		int shift = Integer.SIZE - tableBits;
		int mask = (1 << tableBits) - 1;
		Arrays.fill(entries, 0, mask + 1, 0);
		int width = Lzw.MIN_WIDTH;
		int last = Lzw.END;
		int code = in[off] & 0xff;
		for (int i = off + 1; i < end; i++) {
			int literal = in[i] & 0xff;
			int key = code << 8 | literal;
			int slot = key * 0x9e3779b1 >>> shift;
			while (entries[slot] != 0 && entries[slot] >>> Lzw.MAX_WIDTH != key) {
				slot = (slot + 1) & mask;
			}
			if (entries[slot] != 0) {
				code = entries[slot] & Lzw.MAX_CODE;
				continue;
			}
			put(code, width);
			if (this.length > limit) {
				return -1;
			}
			code = literal;
			last++;
			if (last == 1 << width) {
				width++;
			}
			if (last == Lzw.MAX_CODE) {
				put(Lzw.CLEAR, width);
				Arrays.fill(entries, 0, mask + 1, 0);
				width = Lzw.MIN_WIDTH;
				last = Lzw.END;
			}
			else {
				entries[slot] = key << Lzw.MAX_WIDTH | last;
			}
		}
		put(code, width);
		// The last code takes a number, too, and so may widen the following code, or
		// reset.
		last++;
		if (last == 1 << width) {
			width++;
		}
		if (last == Lzw.MAX_CODE) {
			put(Lzw.CLEAR, width);
			width = Lzw.MIN_WIDTH;
		}
		return width;
	}

	/**
	 * Returns the size of the table, as a power of two: at most half of it is used, with
	 * one entry for each byte of input or with all codes.
	 */
	private static int tableBits(int len) {
		int twice = Math.min(len, 1 << MAX_TABLE_BITS - 1) * 2;
		return Math.max(8, Integer.SIZE - Integer.numberOfLeadingZeros(twice - 1));
	}

	private void put(int code, int width) {
		int pending = this.bits | code << this.bitCount;
		int count = this.bitCount + width;
		if (this.length + 3 > this.out.length) {
			this.out = Arrays.copyOf(this.out, this.out.length * 2);
		}
		while (count >= 8) {
			this.out[this.length++] = (byte) pending;
			pending >>>= 8;
			count -= 8;
		}
		this.bits = pending;
		this.bitCount = count;
	}

}
