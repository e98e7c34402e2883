package io.membership.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

/**
 * Writes the msgpack dialect of Serf's agent: str for text, bin for bytes, nil for
 * missing values, and signed integers in signed formats. The caller writes the keys of a
 * struct in alphabetical order.
 */
final class IpcWriter {

	private static final MessagePack.PackerConfig CONFIG = new MessagePack.PackerConfig().withBufferSize(512);

	private final MessageBufferPacker packer = CONFIG.newBufferPacker();

	/** Writes the header of a response or a record. */
	static IpcWriter header(long seq, String error) {
		return new IpcWriter().map(2).key("Error").text(error).key("Seq").unsigned(seq);
	}

	IpcWriter map(int entries) {
		return write(() -> this.packer.packMapHeader(entries));
	}

	IpcWriter array(int elements) {
		return write(() -> this.packer.packArrayHeader(elements));
	}

	IpcWriter key(String name) {
		return text(name);
	}

	IpcWriter text(String text) {
		return write(() -> this.packer.packString(text));
	}

	/** Writes bytes; an empty array becomes nil, as in a Go program. */
	IpcWriter bytes(byte[] bytes) {
		if (bytes.length == 0) {
			return nil();
		}
		return write(() -> this.packer.packBinaryHeader(bytes.length).writePayload(bytes));
	}

	IpcWriter nil() {
		return write(this.packer::packNil);
	}

	IpcWriter bool(boolean value) {
		return write(() -> this.packer.packBoolean(value));
	}

	IpcWriter decimal(double value) {
		return write(() -> this.packer.packDouble(value));
	}

	/** Writes all 64 bits of an unsigned integer. */
	IpcWriter unsigned(long value) {
		if (value >= 0) {
			return write(() -> this.packer.packLong(value));
		}
		return raw(0xcf, value, Long.BYTES);
	}

	/**
	 * Writes a signed integer in a signed format, even where an unsigned one is shorter.
	 */
	IpcWriter signed(long value) {
		if (value <= Byte.MAX_VALUE) {
			return write(() -> this.packer.packLong(value));
		}
		if (value <= Short.MAX_VALUE) {
			return raw(0xd1, value, Short.BYTES);
		}
		return (value <= Integer.MAX_VALUE) ? raw(0xd2, value, Integer.BYTES) : raw(0xd3, value, Long.BYTES);
	}

	/** Writes a map of texts, in its iteration order. */
	IpcWriter texts(Map<String, String> texts) {
		map(texts.size());
		texts.forEach((name, value) -> key(name).text(value));
		return this;
	}

	/** Writes a map of counts, in its iteration order. */
	IpcWriter counts(@Nullable Map<String, Integer> counts) {
		if (counts == null) {
			return nil();
		}
		map(counts.size());
		counts.forEach((name, value) -> key(name).signed(value));
		return this;
	}

	byte[] toBytes() {
		return this.packer.toByteArray();
	}

	private IpcWriter raw(int format, long value, int length) {
		byte[] bytes = new byte[1 + length];
		bytes[0] = (byte) format;
		for (int i = 1; i <= length; i++) {
			bytes[i] = (byte) (value >>> Byte.SIZE * (length - i));
		}
		return write(() -> this.packer.writePayload(bytes));
	}

	private IpcWriter write(Write write) {
		try {
			write.run();
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("writing to memory does not fail", ex);
		}
	}

	private interface Write {

		void run() throws IOException;

	}

}
