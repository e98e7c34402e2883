package io.membership.wire;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TagsTests {

	@Test
	void tagsAreAMapAfterAByteThatIsInNoText() throws WireException {
		assertThat(Tags.encode(Map.of("role", "web"), 3)).asHexString().isEqualTo("FF81A4726F6C65A3776562");
		assertThat(Tags.encode(Map.of(), 5)).asHexString().isEqualTo("FF80");
		assertThat(decode("ff80")).isEmpty();
		assertThat(decode("ffc0")).isEmpty();
		assertThat(decode("ff82a161c0a162a178")).isEqualTo(Map.of("a", "", "b", "x"));
	}

	@Test
	void theOrderOfTheMapIsThatOfTheWire() throws WireException {
		Map<String, String> tags = new LinkedHashMap<>();
		tags.put("z", "1");
		tags.put("a", "2");
		assertThat(Tags.decode(Tags.encode(tags, 5))).containsExactlyEntriesOf(tags);
	}

	@Test
	void anOldMemberHasARoleAndNothingElse() throws WireException {
		assertThat(Tags.encode(Map.of("role", "web", "dc", "x"), 2)).asString(StandardCharsets.UTF_8).isEqualTo("web");
		assertThat(Tags.encode(Map.of("dc", "x"), 2)).isEmpty();
		assertThat(Tags.decode("web".getBytes(StandardCharsets.UTF_8))).isEqualTo(Map.of("role", "web"));
	}

	@Test
	void metadataThatIsEmptyIsNoTagsAndNotAnEmptyRole() throws WireException {
		assertThat(Tags.decode(new byte[0])).isEmpty();
		assertThat(Tags.decode(null)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "ff", "ff07", "ff90", "ff8107a161", "ff81a16107", "ff81a161", "ffdfffffffffa161" })
	void whatClaimsToBeTagsAndIsNotIsMalformed(String meta) {
		assertThatExceptionOfType(WireException.class).isThrownBy(() -> decode(meta));
	}

	@Test
	void tagsOf512BytesAreSentAndOf513AreRefusedInTheWordsOfSerf() {
		assertThat(Tags.encode(Map.of("k", "v".repeat(505)), 5)).hasSize(512);
		for (int protocol : new int[] { 2, 5 }) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> Tags.encode(Map.of("k", "v".repeat(506), "role", "r".repeat(513)), protocol))
				.withMessage("Encoded length of tags exceeds limit of 512 bytes");
		}
		assertThatIllegalArgumentException().isThrownBy(() -> Tags.encode(Map.of("k", "v".repeat(506)), 5));
	}

	private static Map<String, String> decode(String hex) throws WireException {
		return Tags.decode(HexFormat.of().parseHex(hex));
	}

}
