package io.membership.cluster;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Just as much JSON as a keyring file needs: an array of strings. Written as Go indents
 * it. Errors say where something is wrong, never what is there.
 */
final class JsonStrings {

	private static final String ESCAPES = "\"\\/bfnrt";

	private static final String ESCAPED = "\"\\/\b\f\n\r\t";

	private final String text;

	private int at;

	private JsonStrings(String text) {
		this.text = text;
	}

	/**
	 * Reads an array of strings.
	 * @param text the JSON
	 * @return the strings
	 * @throws IllegalArgumentException if it is anything else
	 */
	static List<String> parse(String text) {
		return new JsonStrings(text).array();
	}

	/**
	 * Writes an array of strings.
	 * @param strings the strings, of printable ASCII
	 * @return the JSON, without a line feed at the end
	 */
	static String write(List<String> strings) {
		if (strings.isEmpty()) {
			return "[]";
		}
		StringBuilder out = new StringBuilder("[");
		for (String string : strings) {
			out.append((out.length() > 1) ? ",\n  \"" : "\n  \"");
			out.append(string.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
		}
		return out.append("\n]").toString();
	}

	private List<String> array() {
		List<String> strings = new ArrayList<>();
		expect('[');
		if (peek() != ']') {
			strings.add(string());
			while (peek() == ',') {
				this.at++;
				strings.add(string());
			}
		}
		expect(']');
		peek();
		if (this.at < this.text.length()) {
			throw error("the end");
		}
		return strings;
	}

	private String string() {
		expect('"');
		StringBuilder string = new StringBuilder();
		for (char c = next(); c != '"'; c = next()) {
			if (c < ' ') {
				throw error("no control character");
			}
			string.append((c == '\\') ? escape() : c);
		}
		return string.toString();
	}

	private char escape() {
		char c = next();
		int index = ESCAPES.indexOf(c);
		if (index >= 0) {
			return ESCAPED.charAt(index);
		}
		int end = this.at + 4;
		if (c != 'u' || end > this.text.length()
				|| !this.text.substring(this.at, end).chars().allMatch(HexFormat::isHexDigit)) {
			throw error("an escape");
		}
		char unicode = (char) HexFormat.fromHexDigits(this.text, this.at, end);
		this.at = end;
		return unicode;
	}

	private char next() {
		if (this.at == this.text.length()) {
			throw error("the end of the string");
		}
		return this.text.charAt(this.at++);
	}

	/** The next character that is no white space; NUL at the end. */
	private char peek() {
		while (this.at < this.text.length() && " \t\r\n".indexOf(this.text.charAt(this.at)) >= 0) {
			this.at++;
		}
		return (this.at < this.text.length()) ? this.text.charAt(this.at) : '\0';
	}

	private void expect(char expected) {
		if (peek() != expected) {
			throw error("'" + expected + "'");
		}
		this.at++;
	}

	private IllegalArgumentException error(String expected) {
		return new IllegalArgumentException(
				"expected " + expected + " of a JSON array of strings at character " + (this.at + 1));
	}

}
