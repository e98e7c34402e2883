package io.membership.cluster.keys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;

import io.membership.Keyring;
import io.membership.cluster.file.FileVectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

/** The file of keys, in Serf's format. */
class KeyringFileTests {

	private static final byte[] KEY_7 = "00000000000000000000000000000007".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] KEY_2 = new byte[16];

	@TempDir
	private Path directory;

	private Path path;

	private KeyringFile file;

	@BeforeEach
	void create() {
		this.path = this.directory.resolve("keyring");
		this.file = new KeyringFile(this.path);
	}

	@Test
	void whatASerfAgentWroteIsReadAndWrittenAsTheSameBytes() throws IOException {
		byte[] golden = FileVectors.bytes("keyring_file");
		Files.write(this.path, golden);
		Keyring keyring = this.file.load();
		assertThat(keyring.keys()).containsExactly(KEY_7);
		this.file.save(keyring);
		assertThat(this.path).hasBinaryContent(golden);
	}

	@Test
	void theOrderOfTheKeysIsKeptAsTheFirstIsThePrimaryOne() throws IOException {
		this.file.save(Keyring.of(List.of(KEY_7, KEY_2)));
		assertThat(Files.readString(this.path))
			.isEqualTo("[\n  \"MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDc=\",\n  \"AAAAAAAAAAAAAAAAAAAAAA==\"\n]");
		assertThat(this.file.load().keys()).containsExactly(KEY_7, KEY_2);
		assertThat(this.file.load().primary()).isEqualTo(KEY_7);
	}

	@Test
	void theFileIsPrivateEvenIfItWasNotBefore() throws IOException {
		assertThat(this.file.exists()).isFalse();
		this.file.save(Keyring.of(List.of(KEY_7)));
		assertThat(this.file.exists()).isTrue();
		assertThat(mode()).isEqualTo("rw-------");
		Files.setPosixFilePermissions(this.path, PosixFilePermissions.fromString("rw-rw-r--"));
		this.file.save(this.file.load());
		assertThat(mode()).isEqualTo("rw-------");
	}

	@Test
	void aFileThatCannotBeReplacedIsAsItWasBefore() throws IOException {
		this.file.save(Keyring.of(List.of(KEY_7)));
		Files.createDirectories(this.directory.resolve("keyring.new/not empty"));
		assertThatIOException().isThrownBy(() -> this.file.save(Keyring.of(List.of(KEY_2))));
		assertThat(this.file.load().keys()).containsExactly(KEY_7);
	}

	@Test
	void nothingButTheFileIsLeftBehind() throws IOException {
		this.file.save(Keyring.of(List.of(KEY_7)));
		this.file.save(Keyring.of(List.of(KEY_2)));
		assertThat(this.directory.toFile().list()).containsExactly("keyring");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[]", "{}", "null", "[\"c2VjcmV0\"]", "[\"c2VjcmV0", "[c2VjcmV0]", "\"c2VjcmV0\"",
			"[\"c2VjcmV0!!\"]", "[\"AAAAAAAAAAAAAAAAAAAAAA==\", \"c2VjcmV0\"]",
			"[\"AAAAAAAAAAAAAAAAAAAAAA==\"] c2VjcmV0" })
	void aFileThatIsNotUsableIsAnErrorThatQuotesNothingOfIt(String content) throws IOException {
		Files.writeString(this.path, content);
		assertThatIOException().isThrownBy(() -> this.file.load())
			.withMessageContaining(this.path.toString())
			.withMessageNotContainingAny("c2VjcmV0", "AAAA")
			.withNoCause();
	}

	@Test
	void aFileThatIsNotThereOrFarTooLargeIsAnError() throws IOException {
		assertThatIOException().isThrownBy(() -> this.file.load());
		byte[] spaces = new byte[1024 * 1024 + 1];
		Arrays.fill(spaces, (byte) ' ');
		Files.write(this.path, spaces);
		assertThatIOException().isThrownBy(() -> this.file.load()).withMessageContaining("larger");
	}

	@Test
	void otherWaysToWriteTheSameJsonAreRead() {
		assertThat(JsonStrings.parse(" [ \"a\\/b\" ,\r\n\t\"\\u003D\\u00e9\\\"\\\\\\b\\f\\n\\r\\t\" ] \n"))
			.containsExactly("a/b", "=\u00e9\"\\\b\f\n\r\t");
		assertThat(JsonStrings.parse("[]")).isEmpty();
		assertThat(JsonStrings.write(List.of())).isEqualTo("[]");
		assertThat(JsonStrings.parse(JsonStrings.write(List.of("a\\b\"c", "")))).containsExactly("a\\b\"c", "");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[", "]", "[\"a\",]", "[,]", "[\"a\" \"b\"]", "[\"\\x\"]", "[\"\\u12\"]",
			"[\"\\u12g4\"]", "[\"\\", "[\"a\nb\"]", "[1]", "[[]]", "[\"a\"]]", "[\"a\"]\0" })
	void anythingElseThanAnArrayOfStringsIsRefused(String text) {
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> JsonStrings.parse(text))
			.withMessageContaining("at character");
	}

	private String mode() throws IOException {
		return PosixFilePermissions.toString(Files.getPosixFilePermissions(this.path));
	}

}
