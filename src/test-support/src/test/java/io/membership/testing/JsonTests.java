package io.membership.testing;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class JsonTests {

	@Test
	void whatIsWrittenIsWhatWasRead() {
		String text = "{\"z\":[1,-2,1.5,true,false,null],\"a\":{},\"text\":\"a\\\"b\\\\c\\n\\u0001\\u00e9\",\"e\":[]}";
		assertThat(Json.write(Json.parse(" " + text + "\n"))).isEqualTo(text.replace("\\u00e9", "\u00e9"));
	}

	@Test
	void wholeNumbersKeepAllTheirDigits() {
		assertThat(Json.parse("9007199254740993")).isEqualTo(9007199254740993L);
	}

	@Test
	void brokenTextIsRefused() {
		for (String text : new String[] { "", "{", "[1", "\"a", "nul", "{\"a\" 1}", "1 2", "[1 2]" }) {
			assertThatIllegalArgumentException().as(text).isThrownBy(() -> Json.parse(text));
		}
	}

}
