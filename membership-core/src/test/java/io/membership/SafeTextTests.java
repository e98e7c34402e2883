package io.membership;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SafeTextTests {

	@ParameterizedTest
	@ValueSource(strings = { "", "node-1.example.org", "n\u00f6de \u4e2d\u6587 \ud83d\ude00", "a'b\"c" })
	void harmlessTextStaysAsItIs(String text) {
		assertThat(SafeText.of(text)).isEqualTo(text);
	}

	@Test
	void forgedLinesColoursAndDirectionsBecomeEscapes() {
		assertThat(SafeText.of("a\n2026 INFO forged\r\t")).isEqualTo("a\\n2026 INFO forged\\r\\t");
		assertThat(SafeText.of("\u001b[31mred")).isEqualTo("\\u001b[31mred");
		assertThat(SafeText.of("\u009b31m\u007f\u0000")).isEqualTo("\\u009b31m\\u007f\\u0000");
		assertThat(SafeText.of("\u202egnp.exe\u2066\u200f")).isEqualTo("\\u202egnp.exe\\u2066\\u200f");
		assertThat(SafeText.of("a\u2028b\u2029c\u0085d")).isEqualTo("a\\u2028b\\u2029c\\u0085d");
		assertThat(SafeText.of("\ud800x\udc00")).isEqualTo("\\ud800x\\udc00");
		assertThat(SafeText.of("\udb40\udc41")).isEqualTo("\\u{e0041}");
	}

	@Test
	void anEscapeCannotBeForged() {
		assertThat(SafeText.of("\\n")).isEqualTo("\\\\n").isNotEqualTo(SafeText.of("\n"));
	}

	@Test
	void nothingIsShownAsSuch() {
		assertThat(SafeText.of(null)).isEqualTo("null");
	}

	@ParameterizedTest
	@CsvSource({ "a, 127", "a, 128", "a, 129", "a, 10240", "\u00e9, 129", "\ud83d\ude00, 100" })
	void longTextIsCutOffVisibly(String text, int times) {
		String safe = SafeText.of(text.repeat(times));
		assertThat(safe).hasSizeLessThanOrEqualTo(SafeText.MAX_LENGTH);
		if (text.length() * times <= SafeText.MAX_LENGTH) {
			assertThat(safe).isEqualTo(text.repeat(times));
		}
		else {
			assertThat(safe).endsWith("\u2026").hasSizeGreaterThan(SafeText.MAX_LENGTH - 2);
			assertThat(Character.isHighSurrogate(safe.charAt(safe.length() - 2))).isFalse();
		}
	}

	@Test
	void everyCharacterEndsUpOnOneLineAndPrintable() {
		assertThat(IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
			.filter((codePoint) -> !SafeText.of(Character.toString(codePoint))
				.codePoints()
				.allMatch(SafeTextTests::isPrintable)))
			.isEmpty();
	}

	private static boolean isPrintable(int codePoint) {
		return switch (Character.getType(codePoint)) {
			case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
					Character.SURROGATE ->
				false;
			default -> true;
		};
	}

}
