package io.membership.testing;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * As much JSON as test data and the interop peer need, so that the core's tests stay free
 * of a JSON library. An object becomes a map in the order of the text, an array a list, a
 * number a {@link Long} if it fits, a {@link BigInteger} if it is a larger integer, and
 * else a {@link Double}.
 */
public final class Json {

	private final String text;

	private int at;

	private Json(String text) {
		this.text = text;
	}

	/**
	 * Parses one value.
	 * @param text the JSON text
	 * @return a map, list, string, number, boolean or {@code null}
	 * @throws IllegalArgumentException if the text is not one JSON value
	 */
	public static @Nullable Object parse(String text) {
		Json json = new Json(text);
		Object value = json.value();
		json.skipSpace();
		if (json.at != text.length()) {
			throw json.error("trailing text");
		}
		return value;
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
		StringBuilder out = new StringBuilder();
		write(value, out);
		return out.toString();
	}

	private static void write(@Nullable Object value, StringBuilder out) {
		if (value instanceof Map<?, ?> map) {
			String separator = "{";
			for (Map.Entry<?, ?> entry : map.entrySet()) {
				out.append(separator);
				writeString(String.valueOf(entry.getKey()), out);
				out.append(':');
				write(entry.getValue(), out);
				separator = ",";
			}
			out.append(map.isEmpty() ? "{}" : "}");
		}
		else if (value instanceof Iterable<?> elements) {
			String separator = "";
			out.append('[');
			for (Object element : elements) {
				out.append(separator);
				write(element, out);
				separator = ",";
			}
			out.append(']');
		}
		else if (value instanceof CharSequence string) {
			writeString(string, out);
		}
		else {
			out.append(value);
		}
	}

	private static void writeString(CharSequence string, StringBuilder out) {
		out.append('"');
		for (int i = 0; i < string.length(); i++) {
			char c = string.charAt(i);
			if (c == '"' || c == '\\') {
				out.append('\\').append(c);
			}
			else if (c < ' ') {
				out.append(String.format("\\u%04x", (int) c));
			}
			else {
				out.append(c);
			}
		}
		out.append('"');
	}

	private @Nullable Object value() {
		skipSpace();
		char c = peek();
		return switch (c) {
			case '{' -> objectValue();
			case '[' -> arrayValue();
			case '"' -> string();
			case 't' -> literal("true", true);
			case 'f' -> literal("false", false);
			case 'n' -> literal("null", null);
			default -> number();
		};
	}

	private Map<String, @Nullable Object> objectValue() {
		Map<String, @Nullable Object> fields = new LinkedHashMap<>();
		this.at++;
		skipSpace();
		while (peek() != '}') {
			String name = string();
			skipSpace();
			expect(':');
			fields.put(name, value());
			skipSpace();
			if (peek() != '}') {
				expect(',');
				skipSpace();
			}
		}
		this.at++;
		return fields;
	}

	private List<@Nullable Object> arrayValue() {
		List<@Nullable Object> elements = new ArrayList<>();
		this.at++;
		skipSpace();
		while (peek() != ']') {
			elements.add(value());
			skipSpace();
			if (peek() != ']') {
				expect(',');
			}
		}
		this.at++;
		return elements;
	}

	private String string() {
		expect('"');
		StringBuilder result = new StringBuilder();
		while (peek() != '"') {
			char c = this.text.charAt(this.at++);
			result.append((c != '\\') ? c : escaped());
		}
		this.at++;
		return result.toString();
	}

	private char escaped() {
		char c = peek();
		this.at++;
		return switch (c) {
			case 'n' -> '\n';
			case 't' -> '\t';
			case 'r' -> '\r';
			case 'b' -> '\b';
			case 'f' -> '\f';
			case 'u' -> {
				this.at += 4;
				yield (char) Integer.parseInt(this.text.substring(this.at - 4, this.at), 16);
			}
			default -> c;
		};
	}

	private Object number() {
		int start = this.at;
		while (this.at < this.text.length() && "+-.eE0123456789".indexOf(this.text.charAt(this.at)) >= 0) {
			this.at++;
		}
		String digits = this.text.substring(start, this.at);
		if (digits.isEmpty()) {
			throw error("no value");
		}
		return digits.matches("-?[0-9]+") ? integer(digits) : Double.valueOf(digits);
	}

	private static Object integer(String digits) {
		BigInteger integer = new BigInteger(digits);
		return (integer.bitLength() < Long.SIZE) ? (Object) integer.longValue() : integer;
	}

	private @Nullable Object literal(String word, @Nullable Object value) {
		if (!this.text.startsWith(word, this.at)) {
			throw error("no value");
		}
		this.at += word.length();
		return value;
	}

	private void skipSpace() {
		while (this.at < this.text.length() && this.text.charAt(this.at) <= ' ') {
			this.at++;
		}
	}

	private char peek() {
		if (this.at >= this.text.length()) {
			throw error("unexpected end");
		}
		return this.text.charAt(this.at);
	}

	private void expect(char c) {
		if (peek() != c) {
			throw error("expected " + c);
		}
		this.at++;
	}

	private IllegalArgumentException error(String what) {
		return new IllegalArgumentException("JSON: " + what + " at " + this.at);
	}

}
