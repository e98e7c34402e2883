package io.membership.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

import io.membership.Internal;

/**
 * Writes numbers, text and bytes in a plain format for messages of the layers above
 * Serf's protocol. Numbers are unsigned, with seven bits a byte, lowest first; text and
 * byte arrays are preceded by their length. Not thread-safe.
 */
@Internal
public final class ByteWriter {

	private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

	/** Creates an empty writer. */
	public ByteWriter() {
	}

	/**
	 * Writes one byte.
	 * @param value the byte; only its lowest eight bits count
	 * @return this
	 */
	public ByteWriter u8(int value) {
		this.out.write(value);
		return this;
	}

	/**
	 * Writes a number.
	 * @param value all 64 bits, unsigned
	 * @return this
	 */
	public ByteWriter number(long value) {
		long left = value;
		while ((left & ~0x7fL) != 0) {
			this.out.write((int) (left & 0x7f) | 0x80);
			left >>>= 7;
		}
		this.out.write((int) left);
		return this;
	}

	/**
	 * Writes bytes, preceded by their number.
	 * @param value the bytes
	 * @return this
	 */
	public ByteWriter bytes(byte[] value) {
		number(value.length);
		return raw(value);
	}

	/**
	 * Writes bytes without their number.
	 * @param value the bytes
	 * @return this
	 */
	public ByteWriter raw(byte[] value) {
		this.out.writeBytes(value);
		return this;
	}

	/**
	 * Writes text.
	 * @param value the text
	 * @return this
	 */
	public ByteWriter text(String value) {
		return bytes(value.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Returns the number of bytes written.
	 * @return the number of bytes
	 */
	public int size() {
		return this.out.size();
	}

	/**
	 * Returns the bytes written.
	 * @return a copy of the bytes
	 */
	public byte[] toByteArray() {
		return this.out.toByteArray();
	}

}
