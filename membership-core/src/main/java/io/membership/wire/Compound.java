package io.membership.wire;

import java.util.List;

/** Several messages in one packet: a count, a table of lengths, and the parts. */
final class Compound {

	/** Most parts: the count is one byte. */
	static final int MAX_PARTS = 255;

	private static final int MAX_PART_BYTES = 0xffff;

	private Compound() {
	}

	/**
	 * Joins messages.
	 * @param parts 1 to {@value #MAX_PARTS} encoded messages
	 * @return a compound message
	 */
	static byte[] join(List<byte[]> parts) {
		int length = 2 + 2 * parts.size();
		for (byte[] part : parts) {
			if (part.length > MAX_PART_BYTES) {
				throw new IllegalArgumentException("A message of " + part.length + " bytes does not fit into a packet");
			}
			length += part.length;
		}
		byte[] compound = new byte[length];
		compound[0] = (byte) MessageType.COMPOUND.code();
		compound[1] = (byte) parts.size();
		int entry = 2;
		int at = 2 + 2 * parts.size();
		for (byte[] part : parts) {
			compound[entry++] = (byte) (part.length >>> 8);
			compound[entry++] = (byte) part.length;
			System.arraycopy(part, 0, compound, at, part.length);
			at += part.length;
		}
		return compound;
	}

	/**
	 * Splits a compound message into its parts.
	 * @param off offset of its type byte
	 * @param len its length
	 * @param sink receives the parts in order
	 * @return whether all parts were complete; if not, the parts before the first
	 * truncated one were delivered, or none if the table of lengths is truncated
	 */
	static boolean split(byte[] buf, int off, int len, PartSink sink) {
		int end = off + len;
		if (len < 2) {
			return false;
		}
		int count = buf[off + 1] & 0xff;
		int at = off + 2 + 2 * count;
		if (at > end) {
			return false;
		}
		for (int i = 0; i < count; i++) {
			int entry = off + 2 + 2 * i;
			int length = (buf[entry] & 0xff) << 8 | buf[entry + 1] & 0xff;
			if (length > end - at) {
				return false;
			}
			sink.part(at, length);
			at += length;
		}
		return true;
	}

	/** Receives the parts of a compound message. */
	@FunctionalInterface
	interface PartSink {

		void part(int off, int len);

	}

}
