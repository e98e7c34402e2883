package io.membership.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

/**
 * Writes values in memberlist's msgpack dialect: text and bytes alike as raw (never str8
 * or bin), nil for bytes that are {@code null}, non-negative integers in the shortest
 * unsigned form.
 */
final class MsgpackWriter {

	private static final MessagePack.PackerConfig PACKET = new MessagePack.PackerConfig().withStr8FormatSupport(false)
		.withBufferSize(256);

	private static final MessagePack.PackerConfig STREAM = PACKET.clone().withBufferSize(8192);

	private static final byte UINT64 = (byte) 0xcf;

	private final MessageBufferPacker packer;

	private MsgpackWriter(MessagePack.PackerConfig config, int firstByte) {
		this.packer = config.newBufferPacker();
		raw(new byte[] { (byte) firstByte });
	}

	/** Returns a writer for a message of the size that fits a packet. */
	static MsgpackWriter forPacket(int firstByte) {
		return new MsgpackWriter(PACKET, firstByte);
	}

	/** Returns a writer for a message that may be large. */
	static MsgpackWriter forStream(int firstByte) {
		return new MsgpackWriter(STREAM, firstByte);
	}

	/** Writes a value in its form. */
	<V extends @Nullable Object> MsgpackWriter value(Form<V> form, V value) {
		form.write(this, value);
		return this;
	}

	/** Writes the header of a map, of which the entries follow. */
	void map(int entries) {
		try {
			this.packer.packMapHeader(entries);
		}
		catch (IOException ex) {
			throw inMemory(ex);
		}
	}

	<E> void map(Form<E> element, Map<String, E> map) {
		map(map.size());
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
		try {
			this.packer.packArrayHeader(elements);
		}
		catch (IOException ex) {
			throw inMemory(ex);
		}
	}

	void nil() {
		try {
			this.packer.packNil();
		}
		catch (IOException ex) {
			throw inMemory(ex);
		}
	}

	/** Writes all 64 bits, unsigned. */
	void unsigned64(long value) {
		if (value >= 0) {
			integer(value);
		}
		else {
			raw(ByteBuffer.allocate(1 + Long.BYTES).put(UINT64).putLong(value).array());
		}
	}

	void integer(long value) {
		try {
			this.packer.packLong(value);
		}
		catch (IOException ex) {
			throw inMemory(ex);
		}
	}

	void decimal(double value) {
		try {
			this.packer.packDouble(value);
		}
		catch (IOException ex) {
			throw inMemory(ex);
		}
	}

	void bool(boolean value) {
		try {
			this.packer.packBoolean(value);
		}
		catch (IOException ex) {
			throw inMemory(ex);
		}
	}

	void text(String value) {
		bytes(value.getBytes(StandardCharsets.UTF_8));
	}

	void bytes(byte @Nullable [] value) {
		if (value == null) {
			nil();
			return;
		}
		try {
			this.packer.packRawStringHeader(value.length);
			raw(value);
		}
		catch (IOException ex) {
			throw inMemory(ex);
		}
	}

	/** Writes bytes as they are, without a header. */
	MsgpackWriter raw(byte[] bytes) {
		try {
			this.packer.writePayload(bytes);
			return this;
		}
		catch (IOException ex) {
			throw inMemory(ex);
		}
	}

	byte[] toByteArray() {
		return this.packer.toByteArray();
	}

	private static UncheckedIOException inMemory(IOException ex) {
		return new UncheckedIOException("Writing to memory failed", ex);
	}

}
