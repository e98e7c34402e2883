package io.membership;

import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

/**
 * Makes text from the network safe to display. Escapes everything that could forge a log
 * line, control a terminal, or make text appear different from what it is (control and
 * formatting characters, line separators, text direction, broken surrogates), and doubles
 * backslashes, so that an escape cannot be forged either.
 */
public final class SafeText {

	/** Longest result, in characters. */
	public static final int MAX_LENGTH = 128;

	private static final char ELLIPSIS = '\u2026';

	private SafeText() {
	}

	/**
	 * Escapes and truncates.
	 * @param wireText the text; {@code null} becomes {@code "null"}
	 * @return at most {@value #MAX_LENGTH} characters; the last is an ellipsis if
	 * something was cut off
	 */
	public static String of(@Nullable String wireText) {
		if (wireText == null) {
			return "null";
		}
		if (wireText.length() <= MAX_LENGTH && isPlain(wireText)) {
			return wireText;
		}
		StringBuilder safe = new StringBuilder(MAX_LENGTH);
		for (int i = 0; i < wireText.length();) {
			int codePoint = wireText.codePointAt(i);
			i += Character.charCount(codePoint);
			String next = escape(codePoint);
			boolean more = i < wireText.length();
			if (safe.length() + next.length() > (more ? MAX_LENGTH - 1 : MAX_LENGTH)) {
				return safe.append(ELLIPSIS).toString();
			}
			safe.append(next);
		}
		return safe.toString();
	}

	private static boolean isPlain(String text) {
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c < ' ' || c > '~' || c == '\\') {
				return false;
			}
		}
		return true;
	}

	private static String escape(int codePoint) {
		return switch (codePoint) {
			case '\n' -> "\\n";
			case '\r' -> "\\r";
			case '\t' -> "\\t";
			case '\\' -> "\\\\";
			default -> isHarmless(codePoint) ? Character.toString(codePoint) : hex(codePoint);
		};
	}

	private static boolean isHarmless(int codePoint) {
		return switch (Character.getType(codePoint)) {
			case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
					Character.PARAGRAPH_SEPARATOR, Character.PRIVATE_USE, Character.UNASSIGNED ->
				false;
			default -> true;
		};
	}

	private static String hex(int codePoint) {
		return (codePoint <= 0xffff) ? "\\u" + HexFormat.of().toHexDigits((char) codePoint)
				: "\\u{" + Integer.toHexString(codePoint) + "}";
	}

}
