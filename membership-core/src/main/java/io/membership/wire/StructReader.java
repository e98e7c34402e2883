package io.membership.wire;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessagePackException;
import org.msgpack.value.ValueType;

/**
 * Reads structs, one after the other, from a buffer. As lenient as go-msgpack: map or
 * array form, unknown fields skipped, nil for the zero value. Every struct is scanned
 * before it is read.
 */
final class StructReader extends MsgpackReader {

	/** More fields than any version has, few enough not to be worth sending. */
	private static final int MAX_WIRE_FIELDS = 64;

	private final long[] numbers = new long[Struct.MAX_FIELDS];

	private final @Nullable Object[] values = new @Nullable Object[Struct.MAX_FIELDS];

	/** Holds the fields of structs within this one; the same for all of them. */
	private @Nullable StructReader inner;

	StructReader(byte[] buf, int start, int end) {
		super(buf, start, end);
	}

	private StructReader(StructReader outer) {
		super(outer);
	}

	/**
	 * Reads the next struct. Its fields can be asked for until the next call.
	 * @throws WireException if it is malformed
	 */
	void read(Struct struct) throws WireException {
		scan();
		try {
			readStruct(struct);
		}
		catch (IOException | MessagePackException ex) {
			throw wireException(ex);
		}
	}

	/**
	 * Reads the next value, which is not a struct.
	 * @throws WireException if it is malformed
	 */
	<T> T read(ValueReader<T> value) throws WireException {
		scan();
		try {
			return value.read(this);
		}
		catch (IOException | MessagePackException ex) {
			throw wireException(ex);
		}
	}

	long number(int field) {
		return this.numbers[field];
	}

	double decimal(int field) {
		return Double.longBitsToDouble(this.numbers[field]);
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

	/** What the field's own reader has made of it, or a default if it is absent. */
	@SuppressWarnings("unchecked") // the caller knows what the field's reader makes
	<T> T value(int field, T absent) {
		Object value = this.values[field];
		return (value != null) ? (T) value : absent;
	}

	/** The list here. It grows with what is there, not as it declares. */
	<T extends @Nullable Object> List<T> list(ValueReader<T> element) throws IOException {
		int entries = nextListHeader();
		if (entries == 0) {
			return List.of();
		}
		List<T> list = new ArrayList<>();
		for (int i = 0; i < entries; i++) {
			list.add(element.read(this));
		}
		return Collections.unmodifiableList(list);
	}

	/** The map here, in the order of the wire; the last of equal keys wins. */
	<V> Map<String, V> map(ValueReader<V> value) throws IOException {
		int entries = nextMapHeader();
		if (entries == 0) {
			return Map.of();
		}
		Map<String, V> map = new LinkedHashMap<>();
		for (int i = 0; i < entries; i++) {
			String key = readText(nextType());
			map.put(key, value.read(this));
		}
		return Collections.unmodifiableMap(map);
	}

	/** The struct here, which is within another one; nil has all fields zero. */
	<T> T struct(Struct struct, Function<StructReader, T> mapper) throws IOException {
		StructReader reader = this.inner;
		if (reader == null) {
			reader = new StructReader(this);
			this.inner = reader;
		}
		reader.readStruct(struct);
		return mapper.apply(reader);
	}

	private void readStruct(Struct struct) throws IOException {
		Arrays.fill(this.numbers, 0, struct.size(), 0);
		Arrays.fill(this.values, 0, struct.size(), null);
		switch (nextType()) {
			case NIL -> this.unpacker.unpackNil();
			case MAP -> readMap(struct);
			case ARRAY -> readArray(struct);
			default -> throw malformed("neither map nor array");
		}
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
			case UNSIGNED -> {
				long value = readInteger(type);
				expect(value >= 0 && value <= field.max);
				this.numbers[index] = value;
			}
			case UNSIGNED_64 -> this.numbers[index] = readUnsigned64(type);
			case SIGNED -> this.numbers[index] = readInteger(type);
			case DECIMAL -> this.numbers[index] = Double.doubleToRawLongBits(readDecimal(type));
			case BOOLEAN -> this.numbers[index] = readBoolean(type) ? 1 : 0;
			case TEXT -> this.values[index] = readText(type);
			case BYTES -> this.values[index] = readBytes(type);
			case VALUE -> this.values[index] = field.reader().read(this);
		}
	}

	private static int bounded(int entries) throws WireException {
		if (entries > MAX_WIRE_FIELDS) {
			throw malformed("too many fields");
		}
		return entries;
	}

	private static WireException wireException(Exception ex) {
		return (ex instanceof WireException known) ? known : malformed("value out of range");
	}

	/**
	 * Reads one value at the position of a reader.
	 *
	 * @param <T> what it makes of it
	 */
	@FunctionalInterface
	interface ValueReader<T extends @Nullable Object> {

		T read(StructReader in) throws IOException;

	}

}
