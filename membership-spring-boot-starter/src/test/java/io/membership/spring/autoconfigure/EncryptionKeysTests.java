package io.membership.spring.autoconfigure;

import java.util.Base64;
import java.util.List;

import io.membership.ConfigException;
import io.membership.Keyring;
import io.membership.spring.autoconfigure.properties.EncryptionProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EncryptionKeysTests {

	private static final String SECRET = "c2VjcmV0LXNlY3JldC0xNg==";

	@Test
	void theFirstKeyIsThePrimaryOne() {
		String second = base64(32);
		Keyring keyring = EncryptionKeys.keyring(encryption(false, " " + SECRET + " ", second));
		assertThat(keyring.primary()).isEqualTo(Base64.getDecoder().decode(SECRET));
		assertThat(keyring.keys()).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(ints = { 16, 24, 32 })
	void everySizeOfAesIsTaken(int size) {
		assertThat(EncryptionKeys.keyring(encryption(true, base64(size))).isEmpty()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 15, 17, 31, 33, 64 })
	void aKeyOfAnotherSizeIsAnErrorThatNamesItsPositionAndLength(int size) {
		assertThatExceptionOfType(ConfigException.class)
			.isThrownBy(() -> EncryptionKeys.keyring(encryption(false, SECRET, base64(size))))
			.withMessageContaining("key 2 of 2 has " + size + " bytes")
			.satisfies((ex) -> assertThat(ex.setting()).isEqualTo("encryption.keys"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "not base64 at all!", "c2VjcmV0LXNlY3JldC0xNg=", "sécret" })
	void whatIsNotBase64IsAnErrorThatDoesNotShowIt(String text) {
		assertThatExceptionOfType(ConfigException.class)
			.isThrownBy(() -> EncryptionKeys.keyring(encryption(false, text)))
			.withMessageContaining("key 1 of 1, of " + text.length() + " characters, is not Base64")
			.withNoCause()
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain(text));
	}

	@Test
	void anEmptyKeyIsAnErrorAndNotPlaintext() {
		assertThatExceptionOfType(ConfigException.class)
			.isThrownBy(() -> EncryptionKeys.keyring(encryption(false, " ")))
			.withMessageContaining("key 1 of 1 has 0 bytes");
	}

	@Test
	void noKeyIsPlaintextUnlessEncryptionIsRequired() {
		assertThat(EncryptionKeys.keyring(encryption(false)).isEmpty()).isTrue();
		assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> EncryptionKeys.keyring(encryption(true)))
			.satisfies((ex) -> assertThat(ex.setting()).isEqualTo("encryption.required"));
	}

	@Test
	void thePropertiesDoNotShowTheirKeys() {
		assertThat(encryption(false, SECRET)).asString().contains("1 hidden").doesNotContain(SECRET);
	}

	private static EncryptionProperties encryption(boolean required, String... keys) {
		return new EncryptionProperties(List.of(keys), required, true, true, null);
	}

	private static String base64(int size) {
		return Base64.getEncoder().encodeToString(new byte[size]);
	}

}
