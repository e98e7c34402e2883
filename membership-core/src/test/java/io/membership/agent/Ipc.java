package io.membership.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePacker;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.Value;

/** The client's side of the protocol, as far as tests need it. */
final class Ipc {

	private Ipc() {
	}

	/** A header, and the body if there is one. */
	static byte[] request(String command, long seq, @Nullable Map<String, ?> body) {
		try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
			packer.packMapHeader(2).packString("Command").packString(command).packString("Seq").packLong(seq);
			if (body != null) {
				pack(packer, body);
			}
			return packer.toByteArray();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static byte[] handshake() {
		return request("handshake", 0, Map.of("Version", 1));
	}

	/** Values one after the other. */
	static List<Value> values(byte[] bytes) {
		List<Value> values = new ArrayList<>();
		try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(bytes)) {
			while (unpacker.hasNext()) {
				values.add(unpacker.unpackValue());
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return values;
	}

	/**
	 * The bytes of a value whose maps are sorted, as hex: what does not depend on the
	 * random order of Go's maps.
	 */
	static String canonical(Value value) {
		try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
			packSorted(packer, value);
			return HexFormat.of().formatHex(packer.toByteArray());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The bytes of a value as they are, as hex. */
	static String hex(Value value) {
		try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
			value.writeTo(packer);
			return HexFormat.of().formatHex(packer.toByteArray());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static @Nullable Value field(Value struct, String name) {
		return struct.asMapValue()
			.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().asStringValue().asString().equals(name))
			.map(Map.Entry::getValue)
			.findFirst()
			.orElse(null);
	}

	static String text(Value struct, String name) {
		return field(struct, name).asStringValue().asString();
	}

	static long seq(Value header) {
		return field(header, "Seq").asIntegerValue().asLong();
	}

	static boolean isHeader(Value value) {
		return field(value, "Seq") != null && field(value, "Error") != null;
	}

	private static void packSorted(MessagePacker packer, Value value) throws IOException {
		if (value.isMapValue()) {
			Map<Value, Value> map = value.asMapValue().map();
			packer.packMapHeader(map.size());
			for (Value key : map.keySet().stream().sorted(Comparator.comparing(Value::toString)).toList()) {
				key.writeTo(packer);
				packSorted(packer, map.get(key));
			}
		}
		else if (value.isArrayValue()) {
			packer.packArrayHeader(value.asArrayValue().size());
			for (Value element : value.asArrayValue()) {
				packSorted(packer, element);
			}
		}
		else {
			value.writeTo(packer);
		}
	}

	private static void pack(MessagePacker packer, @Nullable Object value) throws IOException {
		if (value == null) {
			packer.packNil();
		}
		else if (value instanceof Map<?, ?> map) {
			packer.packMapHeader(map.size());
			for (Map.Entry<?, ?> entry : map.entrySet()) {
				pack(packer, entry.getKey());
				pack(packer, entry.getValue());
			}
		}
		else if (value instanceof Collection<?> list) {
			packer.packArrayHeader(list.size());
			for (Object element : list) {
				pack(packer, element);
			}
		}
		else if (value instanceof String text) {
			packer.packString(text);
		}
		else if (value instanceof byte[] bytes) {
			packer.packBinaryHeader(bytes.length).writePayload(bytes);
		}
		else if (value instanceof Boolean bool) {
			packer.packBoolean(bool);
		}
		else {
			packer.packLong(((Number) value).longValue());
		}
	}

}
