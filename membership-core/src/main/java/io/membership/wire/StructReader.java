package io.membership.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.membership.runtime.DropReason;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ValueType;

/**
 * Reads structs, one after the other, from a buffer. As lenient as go-msgpack: map or
 * array form, unknown fields skipped, nil for the zero value, every integer width, raw,
 * bin or an array of integers for bytes. {@link MsgpackScanner} checks every struct
 * before the msgpack library sees it.
 */
final class StructReader {

	private static final MessagePack.UnpackerConfig CONFIG = new MessagePack.UnpackerConfig();

	/** More fields than any version has, few enough not to be worth sending. */
	private static final int MAX_WIRE_FIELDS = 64;

	private static final byte[] NO_BYTES = {};

	private final byte[] buf;

	private final int start;

	private final int end;

	private final MsgpackScanner scanner = new MsgpackScanner(Long.MAX_VALUE);

	private final MessageUnpacker unpacker;

	private final long[] numbers = new long[Struct.MAX_FIELDS];

	private final @Nullable Object[] values = new @Nullable Object[Struct.MAX_FIELDS];

	StructReader(byte[] buf, int start, int end) {
		this.buf = buf;
		this.start = start;
		this.end = end;
		this.unpacker = CONFIG.newUnpacker(buf, start, end - start);
	}

	/** Offset of the first byte that was not read yet. */
	int position() {
		return this.start + (int) this.unpacker.getTotalReadBytes();
	}

	/**
	 * Reads the next struct. Its fields can be asked for until the next call.
	 * @throws WireException if it is malformed
	 */
	void read(Struct struct) throws WireException {
		this.scanner.start(position());
		if (this.scanner.scan(this.buf, this.end) == MsgpackScanner.NEED_MORE) {
			throw malformed("truncated");
		}
		Arrays.fill(this.numbers, 0, struct.size(), 0);
		Arrays.fill(this.values, 0, struct.size(), null);
		try {
			switch (nextType()) {
				case NIL -> this.unpacker.unpackNil();
				case MAP -> readMap(struct);
				case ARRAY -> readArray(struct);
				default -> throw malformed("neither map nor array");
			}
		}
		catch (WireException ex) {
			throw ex;
		}
		catch (MessagePackException | IOException ex) {
			throw malformed("value out of range");
		}
	}

	long number(int field) {
		return this.numbers[field];
	}

	boolean flag(int field) {
		return this.numbers[field] != 0;
	}

	String text(int field) {
		return (this.values[field] instanceof String text) ? text : "";
	}

	byte @Nullable [] bytes(int field) {
		return (byte[]) this.values[field];
	}

	private void readMap(Struct struct) throws IOException {
		int entries = bounded(this.unpacker.unpackMapHeader());
		for (int i = 0; i < entries; i++) {
			int field = readKey(struct);
			if (field < 0) {
				this.unpacker.skipValue();
			}
			else {
				readValue(struct.field(field), field);
			}
		}
	}

	private void readArray(Struct struct) throws IOException {
		int entries = bounded(this.unpacker.unpackArrayHeader());
		for (int i = 0; i < entries; i++) {
			if (i < struct.size()) {
				readValue(struct.field(i), i);
			}
			else {
				this.unpacker.skipValue();
			}
		}
	}

	private int readKey(Struct struct) throws IOException {
		ValueType type = nextType();
		if (type != ValueType.STRING && type != ValueType.BINARY) {
			throw malformed("field name is no string");
		}
		int length = this.unpacker.unpackRawStringHeader();
		int field = struct.indexOf(this.buf, position(), length);
		stepOver(length);
		return field;
	}

	private void readValue(Struct.Field field, int index) throws IOException {
		ValueType type = nextType();
		if (type == ValueType.NIL) {
			this.unpacker.unpackNil();
			this.numbers[index] = 0;
			this.values[index] = null;
			return;
		}
		switch (field.kind) {
			case UNSIGNED, SIGNED -> this.numbers[index] = readInteger(type, field);
			case BOOLEAN -> {
				expect(type == ValueType.BOOLEAN);
				this.numbers[index] = this.unpacker.unpackBoolean() ? 1 : 0;
			}
			case TEXT -> {
				expect(type == ValueType.STRING || type == ValueType.BINARY);
				this.values[index] = readText();
			}
			case BYTES -> this.values[index] = readBytes(type);
		}
	}

	private long readInteger(ValueType type, Struct.Field field) throws IOException {
		expect(type == ValueType.INTEGER);
		long value = this.unpacker.unpackLong();
		expect(field.kind == Struct.Kind.SIGNED || (value >= 0 && value <= field.max));
		return value;
	}

	/** The library's own way to read a string allocates a decoder of 17 kB for it. */
	private String readText() throws IOException {
		int length = this.unpacker.unpackRawStringHeader();
		String text = new String(this.buf, position(), length, StandardCharsets.UTF_8);
		stepOver(length);
		return text;
	}

	private void stepOver(int length) throws IOException {
		// A view; the only way past a payload that does not copy it.
		this.unpacker.readPayloadAsReference(length);
	}

	private byte[] readBytes(ValueType type) throws IOException {
		if (type == ValueType.ARRAY) {
			byte[] bytes = new byte[this.unpacker.unpackArrayHeader()];
			for (int i = 0; i < bytes.length; i++) {
				expect(nextType() == ValueType.INTEGER);
				long value = this.unpacker.unpackLong();
				expect(value >= 0 && value <= 0xff);
				bytes[i] = (byte) value;
			}
			return bytes;
		}
		expect(type == ValueType.STRING || type == ValueType.BINARY);
		int length = this.unpacker.unpackRawStringHeader();
		return (length != 0) ? this.unpacker.readPayload(length) : NO_BYTES;
	}

	private ValueType nextType() throws IOException {
		return this.unpacker.getNextFormat().getValueType();
	}

	private static int bounded(int entries) throws WireException {
		if (entries > MAX_WIRE_FIELDS) {
			throw malformed("too many fields");
		}
		return entries;
	}

	private static void expect(boolean condition) throws WireException {
		if (!condition) {
			throw malformed("field has the wrong type or range");
		}
	}

	private static WireException malformed(String what) {
		return new WireException(DropReason.MALFORMED, "malformed message: " + what);
	}

}
