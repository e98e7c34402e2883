package io.membership.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Writes values in memberlist's msgpack dialect: text and bytes both as raw (never str8
 * or bin), nil for bytes that are {@code null}, and integers in the shortest form,
 * unsigned unless they are negative.
 * <p>
 * The msgpack library could write the same bytes, but allocates twice as much for a
 * message that fits into a packet.
 */
final class MsgpackWriter {

	private static final int PACKET_CHUNK = 256;

	private static final int STREAM_CHUNK = 8192;

	private final List<byte[]> fullChunks = new ArrayList<>();

	private byte[] chunk;

	private int length;

	private MsgpackWriter(int chunkSize, int firstByte) {
		this.chunk = new byte[chunkSize];
		put(firstByte);
	}

	/** Returns a writer for a message that fits into a packet. */
	static MsgpackWriter forPacket(int firstByte) {
		return new MsgpackWriter(PACKET_CHUNK, firstByte);
	}

	/** Returns a writer for a message that may be large. */
	static MsgpackWriter forStream(int firstByte) {
		return new MsgpackWriter(STREAM_CHUNK, firstByte);
	}

	/** Writes a value in its form. */
	<V extends @Nullable Object> MsgpackWriter value(Form<V> form, V value) {
		form.write(this, value);
		return this;
	}

	/** Writes the header of a map; the entries follow. */
	void mapHeader(int entries) {
		if (entries < 16) {
			put(0x80 | entries);
		}
		else {
			sized(entries, 0xde, 0xdf);
		}
	}

	<E> void map(Form<E> element, Map<String, E> map) {
		mapHeader(map.size());
		map.forEach((key, value) -> {
			text(key);
			element.write(this, value);
		});
	}

	<E extends @Nullable Object> void list(Form<E> element, List<E> list) {
		listHeader(list.size());
		list.forEach((value) -> element.write(this, value));
	}

	void decimals(double[] decimals) {
		listHeader(decimals.length);
		for (double value : decimals) {
			decimal(value);
		}
	}

	private void listHeader(int elements) {
		if (elements < 16) {
			put(0x90 | elements);
		}
		else {
			sized(elements, 0xdc, 0xdd);
		}
	}

	void nil() {
		put(0xc0);
	}

	/** Writes all 64 bits, unsigned. */
	void unsigned64(long value) {
		if (value < 0) {
			number(0xcf, value, Long.BYTES);
		}
		else {
			integer(value);
		}
	}

	void integer(long value) {
		if (value < 0) {
			negative(value);
		}
		else if (value < 0x80) {
			put((int) value);
		}
		else if (value <= 0xff) {
			number(0xcc, value, Byte.BYTES);
		}
		else if (value <= 0xffff) {
			number(0xcd, value, Short.BYTES);
		}
		else if (value <= 0xffff_ffffL) {
			number(0xce, value, Integer.BYTES);
		}
		else {
			number(0xcf, value, Long.BYTES);
		}
	}

	private void negative(long value) {
		if (value >= -32) {
			put((int) value);
		}
		else if (value >= Byte.MIN_VALUE) {
			number(0xd0, value, Byte.BYTES);
		}
		else if (value >= Short.MIN_VALUE) {
			number(0xd1, value, Short.BYTES);
		}
		else if (value >= Integer.MIN_VALUE) {
			number(0xd2, value, Integer.BYTES);
		}
		else {
			number(0xd3, value, Long.BYTES);
		}
	}

	void decimal(double value) {
		number(0xcb, Double.doubleToRawLongBits(value), Double.BYTES);
	}

	void bool(boolean value) {
		put(value ? 0xc3 : 0xc2);
	}

	void text(String value) {
		bytes(value.getBytes(StandardCharsets.UTF_8));
	}

	void bytes(byte @Nullable [] value) {
		if (value == null) {
			nil();
			return;
		}
		if (value.length < 32) {
			put(0xa0 | value.length);
		}
		else {
			sized(value.length, 0xda, 0xdb);
		}
		raw(value);
	}

	/** Writes bytes as they are, without a header. */
	MsgpackWriter raw(byte[] bytes) {
		int from = 0;
		while (from < bytes.length) {
			int count = Math.min(bytes.length - from, room());
			System.arraycopy(bytes, from, this.chunk, this.length, count);
			this.length += count;
			from += count;
		}
		return this;
	}

	byte[] toByteArray() {
		if (this.fullChunks.isEmpty()) {
			return Arrays.copyOf(this.chunk, this.length);
		}
		int chunkSize = this.chunk.length;
		byte[] bytes = new byte[this.fullChunks.size() * chunkSize + this.length];
		int at = 0;
		for (byte[] full : this.fullChunks) {
			System.arraycopy(full, 0, bytes, at, chunkSize);
			at += chunkSize;
		}
		System.arraycopy(this.chunk, 0, bytes, at, this.length);
		return bytes;
	}

	/** Writes a size in 16 or 32 bits. */
	private void sized(int size, int format16, int format32) {
		if (size <= 0xffff) {
			number(format16, size, Short.BYTES);
		}
		else {
			number(format32, size, Integer.BYTES);
		}
	}

	private void number(int format, long value, int bytes) {
		put(format);
		for (int shift = Byte.SIZE * (bytes - 1); shift >= 0; shift -= Byte.SIZE) {
			put((int) (value >>> shift));
		}
	}

	private void put(int value) {
		room();
		this.chunk[this.length++] = (byte) value;
	}

	/** Returns the room left in the current chunk, at least 1 byte. */
	private int room() {
		if (this.length == this.chunk.length) {
			this.fullChunks.add(this.chunk);
			this.chunk = new byte[this.chunk.length];
			this.length = 0;
		}
		return this.chunk.length - this.length;
	}

}
