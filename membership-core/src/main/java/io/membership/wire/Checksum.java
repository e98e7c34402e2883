package io.membership.wire;

import java.util.zip.CRC32;

/**
 * The CRC layer: a type byte and a CRC-32 (IEEE) in front of the bytes that it covers.
 * Confined to one thread.
 */
final class Checksum {

	static final int OVERHEAD = 5;

	private final CRC32 crc = new CRC32();

	/** Writes the layer's header. */
	void put(byte[] body, byte[] out, int off) {
		int value = compute(body, 0, body.length);
		out[off] = (byte) MessageType.HAS_CRC.code();
		for (int i = 1; i < OVERHEAD; i++) {
			out[off + i] = (byte) (value >>> 8 * (OVERHEAD - 1 - i));
		}
	}

	/** Returns whether the checksum in the header matches the bytes that follow. */
	boolean matches(byte[] buf, int off, int end) {
		int expected = 0;
		for (int i = 1; i < OVERHEAD; i++) {
			expected = expected << 8 | buf[off + i] & 0xff;
		}
		return compute(buf, off + OVERHEAD, end) == expected;
	}

	private int compute(byte[] buf, int off, int end) {
		this.crc.reset();
		this.crc.update(buf, off, end - off);
		return (int) this.crc.getValue();
	}

}
