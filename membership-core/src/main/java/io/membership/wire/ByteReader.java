package io.membership.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.membership.Internal;

/**
 * Reads the output of a {@link ByteWriter}. Trusts no length: allocates nothing for bytes
 * that are missing. Not thread-safe.
 */
@Internal
public final class ByteReader {

	private static final int MAX_SHIFT = 63;

	private final byte[] buf;

	private int position;

	/**
	 * Creates a reader.
	 * @param buf the bytes; not changed by the reader
	 * @param offset offset of the first byte to read
	 */
	public ByteReader(byte[] buf, int offset) {
		this.buf = buf;
		this.position = offset;
	}

	/**
	 * Reads one byte.
	 * @return the unsigned byte
	 * @throws WireException if no byte is left
	 */
	public int u8() throws WireException {
		if (this.position >= this.buf.length) {
			throw malformed("truncated");
		}
		return this.buf[this.position++] & 0xff;
	}

	/**
	 * Reads a number.
	 * @return all 64 bits, unsigned
	 * @throws WireException if it is missing, or has more bits
	 */
	public long number() throws WireException {
		long value = 0;
		for (int shift = 0; shift <= MAX_SHIFT; shift += 7) {
			int next = u8();
			long bits = next & 0x7f;
			if (shift == MAX_SHIFT && bits > 1) {
				break;
			}
			value |= bits << shift;
			if ((next & 0x80) == 0) {
				return value;
			}
		}
		throw malformed("number too long");
	}

	/**
	 * Reads a bounded number, such as a count of elements that follow.
	 * @param max largest accepted number
	 * @return the number
	 * @throws WireException if it is missing, or larger
	 */
	public int count(int max) throws WireException {
		long value = number();
		if (value < 0 || value > max) {
			throw new WireException(WireDrop.TOO_LARGE,
					"number " + Long.toUnsignedString(value) + " is over the limit of " + max);
		}
		return (int) value;
	}

	/**
	 * Reads bytes.
	 * @param max largest accepted number of bytes
	 * @return the bytes
	 * @throws WireException if they are missing, or more
	 */
	public byte[] bytes(int max) throws WireException {
		int length = count(max);
		if (length > this.buf.length - this.position) {
			throw malformed("truncated");
		}
		byte[] value = Arrays.copyOfRange(this.buf, this.position, this.position + length);
		this.position += length;
		return value;
	}

	/**
	 * Reads text.
	 * @param max largest accepted number of bytes
	 * @return the text, untrusted; malformed bytes are replaced
	 * @throws WireException if it is missing, or longer
	 */
	public String text(int max) throws WireException {
		return new String(bytes(max), StandardCharsets.UTF_8);
	}

	/**
	 * Reads all remaining bytes.
	 * @return the bytes, possibly none
	 */
	public byte[] rest() {
		byte[] value = Arrays.copyOfRange(this.buf, this.position, this.buf.length);
		this.position = this.buf.length;
		return value;
	}

	/**
	 * Returns whether all bytes were read.
	 * @return {@code true} at the end
	 */
	public boolean isAtEnd() {
		return this.position == this.buf.length;
	}

	private static WireException malformed(String what) {
		return new WireException(WireDrop.MALFORMED, "malformed message: " + what);
	}

}
