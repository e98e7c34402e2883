package io.membership.catalog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * As much JSON as Consul's API takes and gives: objects are maps, arrays lists, numbers
 * doubles. What is looked up and is not there is empty.
 */
final class Json {

	private static final int MAX_DEPTH = 64;

	private final String text;

	private int position;

	private Json(String text) {
		this.text = text;
	}

	static @Nullable Object parse(String text) {
		Json json = new Json(text);
		Object value = json.value(0);
		json.space();
		if (json.position != text.length()) {
			throw json.malformed();
		}
		return value;
	}

	@SuppressWarnings("unchecked") // only this class makes maps, and their keys are text
	static Map<String, @Nullable Object> members(@Nullable Object value) {
		return (value instanceof Map<?, ?> map) ? (Map<String, @Nullable Object>) map : Map.of();
	}

	static List<?> elements(@Nullable Object value) {
		return (value instanceof List<?> list) ? list : List.of();
	}

	static @Nullable Object field(@Nullable Object object, String name) {
		return members(object).get(name);
	}

	static String text(@Nullable Object object, String name) {
		return (field(object, name) instanceof String found) ? found : "";
	}

	static String write(@Nullable Object value) {
		StringBuilder out = new StringBuilder();
		write(value, out);
		return out.toString();
	}

	private static void write(@Nullable Object value, StringBuilder out) {
		if (value instanceof Map<?, ?> map) {
			String separator = "{";
			for (Map.Entry<?, ?> entry : map.entrySet()) {
				out.append(separator);
				quote(String.valueOf(entry.getKey()), out);
				out.append(':');
				write(entry.getValue(), out);
				separator = ",";
			}
			out.append(map.isEmpty() ? "{}" : "}");
		}
		else if (value instanceof List<?> list) {
			String separator = "[";
			for (Object element : list) {
				out.append(separator);
				write(element, out);
				separator = ",";
			}
			out.append(list.isEmpty() ? "[]" : "]");
		}
		else if (value instanceof String string) {
			quote(string, out);
		}
		else {
			out.append(value);
		}
	}

	private static void quote(String string, StringBuilder out) {
		out.append('"');
		for (int i = 0; i < string.length(); i++) {
			char c = string.charAt(i);
			if (c == '"' || c == '\\') {
				out.append('\\').append(c);
			}
			else if (c < ' ' || c > '~') {
				out.append(String.format("\\u%04x", (int) c));
			}
			else {
				out.append(c);
			}
		}
		out.append('"');
	}

	private @Nullable Object value(int depth) {
		space();
		if (depth > MAX_DEPTH) {
			throw malformed();
		}
		return switch (peek()) {
			case '{' -> object(depth);
			case '[' -> array(depth);
			case '"' -> string();
			case 't' -> literal("true", true);
			case 'f' -> literal("false", false);
			case 'n' -> literal("null", null);
			default -> number();
		};
	}

	private Map<String, @Nullable Object> object(int depth) {
		Map<String, @Nullable Object> map = new LinkedHashMap<>();
		this.position++;
		space();
		if (peek() == '}') {
			this.position++;
			return map;
		}
		while (true) {
			space();
			String name = string();
			space();
			expect(':');
			map.put(name, value(depth + 1));
			space();
			if (peek() == '}') {
				this.position++;
				return map;
			}
			expect(',');
		}
	}

	private List<@Nullable Object> array(int depth) {
		List<@Nullable Object> list = new ArrayList<>();
		this.position++;
		space();
		if (peek() == ']') {
			this.position++;
			return list;
		}
		while (true) {
			list.add(value(depth + 1));
			space();
			if (peek() == ']') {
				this.position++;
				return list;
			}
			expect(',');
		}
	}

	private String string() {
		expect('"');
		StringBuilder out = new StringBuilder();
		while (true) {
			char c = peek();
			this.position++;
			if (c == '"') {
				return out.toString();
			}
			out.append((c == '\\') ? escaped() : c);
		}
	}

	private char escaped() {
		char c = peek();
		this.position++;
		return switch (c) {
			case 'n' -> '\n';
			case 't' -> '\t';
			case 'r' -> '\r';
			case 'b' -> '\b';
			case 'f' -> '\f';
			case 'u' -> unicode();
			default -> c;
		};
	}

	private char unicode() {
		if (this.position + 4 > this.text.length()) {
			throw malformed();
		}
		try {
			char c = (char) Integer.parseInt(this.text, this.position, this.position + 4, 16);
			this.position += 4;
			return c;
		}
		catch (NumberFormatException ex) {
			throw malformed();
		}
	}

	private @Nullable Object literal(String word, @Nullable Object value) {
		if (!this.text.startsWith(word, this.position)) {
			throw malformed();
		}
		this.position += word.length();
		return value;
	}

	private Double number() {
		int start = this.position;
		while (this.position < this.text.length() && "+-.eE0123456789".indexOf(this.text.charAt(this.position)) >= 0) {
			this.position++;
		}
		try {
			return Double.valueOf(this.text.substring(start, this.position));
		}
		catch (NumberFormatException ex) {
			throw malformed();
		}
	}

	private void space() {
		while (this.position < this.text.length() && this.text.charAt(this.position) <= ' ') {
			this.position++;
		}
	}

	private void expect(char c) {
		if (peek() != c) {
			throw malformed();
		}
		this.position++;
	}

	private char peek() {
		if (this.position >= this.text.length()) {
			throw malformed();
		}
		return this.text.charAt(this.position);
	}

	private IllegalArgumentException malformed() {
		return new IllegalArgumentException("Malformed JSON at " + this.position);
	}

}
