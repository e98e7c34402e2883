package io.membership.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON of test data and of the Go peer as plain values: an object is a map in the
 * order of the text, an array a list, a whole number a {@link Long} if it fits and a
 * {@link java.math.BigInteger} if not, any other number a {@link Double}.
 */
public final class Json {

	private static final JsonMapper mapper = new JsonMapper();

	private Json() {
	}

	/**
	 * Parses one value.
	 * @param text the JSON text
	 * @return a map, list, string, number, boolean or {@code null}
	 * @throws IllegalArgumentException if the text is not one JSON value
	 */
	public static @Nullable Object parse(String text) {
		try {
			return value(mapper.readTree(text));
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	private static @Nullable Object value(JsonNode node) {
		return switch (node.getNodeType()) {
			case OBJECT -> {
				Map<String, @Nullable Object> fields = new LinkedHashMap<>();
				node.forEachEntry((name, field) -> fields.put(name, value(field)));
				yield fields;
			}
			case ARRAY -> {
				List<@Nullable Object> elements = new ArrayList<>();
				node.forEach((element) -> elements.add(value(element)));
				yield elements;
			}
			case STRING -> node.stringValue();
			case BOOLEAN -> node.booleanValue();
			case NULL -> null;
			case NUMBER -> number(node);
			default -> throw new IllegalArgumentException("not a JSON value: " + node);
		};
	}

	private static Object number(JsonNode node) {
		if (!node.isIntegralNumber()) {
			return node.doubleValue();
		}
		return node.canConvertToLong() ? (Object) node.longValue() : node.bigIntegerValue();
	}

	/**
	 * Parses an object.
	 * @param text the JSON text
	 * @return its fields in their order
	 */
	public static Map<String, @Nullable Object> parseObject(String text) {
		return object(parse(text));
	}

	/**
	 * Casts a parsed value to an object.
	 * @param value the value
	 * @return its fields in their order
	 */
	@SuppressWarnings("unchecked")
	public static Map<String, @Nullable Object> object(@Nullable Object value) {
		if (value instanceof Map) {
			return (Map<String, @Nullable Object>) value;
		}
		throw new IllegalArgumentException("not a JSON object: " + value);
	}

	/**
	 * Casts a parsed value to an array.
	 * @param value the value
	 * @return its elements
	 */
	@SuppressWarnings("unchecked")
	public static List<@Nullable Object> array(@Nullable Object value) {
		if (value instanceof List) {
			return (List<@Nullable Object>) value;
		}
		throw new IllegalArgumentException("not a JSON array: " + value);
	}

	/**
	 * Writes a value on one line.
	 * @param value maps, iterables, strings, numbers, booleans and {@code null}
	 * @return the JSON text
	 */
	public static String write(@Nullable Object value) {
		return mapper.writeValueAsString(value);
	}

}
