package io.membership.agent;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.membership.wire.WireDrop;
import io.membership.wire.WireException;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;

/**
 * Fields of one struct from a client: the header or the body of a request. As lenient as
 * the agent's own decoder: str or bin for text and bytes, every width of integer, nil or
 * a missing field for the zero value; unknown fields are ignored. Reading a field of
 * another type fails.
 * <p>
 * The value must be complete; {@link IpcFramer} ensures that and limits its size.
 */
final class IpcFields {

	private final Map<String, @Nullable Object> fields;

	private IpcFields(Map<String, @Nullable Object> fields) {
		this.fields = fields;
	}

	/** No fields: the body of a command without a body. */
	static IpcFields none() {
		return new IpcFields(Map.of());
	}

	/**
	 * Reads a struct.
	 * @param value the bytes of one complete msgpack value
	 * @return its fields
	 * @throws IOException if the value is not a struct
	 */
	static IpcFields read(byte[] value) throws IOException {
		try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(value)) {
			Object struct = value(unpacker);
			if (struct == null) {
				return none();
			}
			return new IpcFields(map(struct));
		}
	}

	String text(String name) throws WireException {
		Object value = this.fields.get(name);
		return (value != null) ? text(value) : "";
	}

	byte[] bytes(String name) throws WireException {
		Object value = this.fields.get(name);
		return (value != null) ? bytes(value) : new byte[0];
	}

	boolean bool(String name) throws WireException {
		Object value = this.fields.get(name);
		if (value == null) {
			return false;
		}
		expect(value instanceof Boolean);
		return (Boolean) value;
	}

	/** A signed integer within a range. */
	long signed(String name, long min, long max) throws WireException {
		Object value = this.fields.get(name);
		if (value == null) {
			return 0;
		}
		expect(value instanceof Long);
		long number = (Long) value;
		expect(number >= min && number <= max);
		return number;
	}

	/** All 64 bits of an unsigned integer. */
	long unsigned(String name) throws WireException {
		Object value = this.fields.get(name);
		if (value instanceof BigInteger large) {
			return large.longValue();
		}
		return signed(name, 0, Long.MAX_VALUE);
	}

	List<String> texts(String name) throws WireException {
		Object value = this.fields.get(name);
		if (value == null) {
			return List.of();
		}
		expect(value instanceof List);
		List<String> texts = new ArrayList<>();
		for (Object element : (List<?>) value) {
			texts.add((element != null) ? text(element) : "");
		}
		return texts;
	}

	Map<String, String> textMap(String name) throws WireException {
		Object value = this.fields.get(name);
		if (value == null) {
			return Map.of();
		}
		Map<String, String> texts = new LinkedHashMap<>();
		for (Map.Entry<String, @Nullable Object> entry : map(value).entrySet()) {
			Object text = entry.getValue();
			texts.put(entry.getKey(), (text != null) ? text(text) : "");
		}
		return texts;
	}

	@SuppressWarnings("unchecked")
	private static Map<String, @Nullable Object> map(Object value) throws WireException {
		expect(value instanceof Map);
		return (Map<String, @Nullable Object>) value;
	}

	private static String text(Object value) throws WireException {
		return new String(bytes(value), StandardCharsets.UTF_8);
	}

	private static byte[] bytes(Object value) throws WireException {
		expect(value instanceof byte[]);
		return (byte[]) value;
	}

	/** Text stays bytes until a caller asks for text. */
	private static @Nullable Object value(MessageUnpacker unpacker) throws IOException {
		return switch (unpacker.getNextFormat().getValueType()) {
			case NIL -> {
				unpacker.unpackNil();
				yield null;
			}
			case BOOLEAN -> unpacker.unpackBoolean();
			case INTEGER -> integer(unpacker.unpackBigInteger());
			case FLOAT -> unpacker.unpackDouble();
			case STRING, BINARY -> unpacker.readPayload(unpacker.unpackRawStringHeader());
			case ARRAY -> list(unpacker);
			case MAP -> entries(unpacker);
			case EXTENSION -> {
				unpacker.skipValue();
				throw malformed();
			}
		};
	}

	private static Object integer(BigInteger integer) {
		return (integer.bitLength() < Long.SIZE) ? (Object) integer.longValue() : integer;
	}

	private static List<@Nullable Object> list(MessageUnpacker unpacker) throws IOException {
		// The scanner has seen that there are as many.
		int elements = unpacker.unpackArrayHeader();
		List<@Nullable Object> list = new ArrayList<>(elements);
		for (int i = 0; i < elements; i++) {
			list.add(value(unpacker));
		}
		return list;
	}

	private static Map<String, @Nullable Object> entries(MessageUnpacker unpacker) throws IOException {
		int entries = unpacker.unpackMapHeader();
		Map<String, @Nullable Object> map = new LinkedHashMap<>();
		for (int i = 0; i < entries; i++) {
			Object key = value(unpacker);
			if (key == null) {
				throw malformed();
			}
			map.put(text(key), value(unpacker));
		}
		return map;
	}

	private static void expect(boolean condition) throws WireException {
		if (!condition) {
			throw malformed();
		}
	}

	private static WireException malformed() {
		return new WireException(WireDrop.MALFORMED, "malformed request: field has the wrong type or range");
	}

}
