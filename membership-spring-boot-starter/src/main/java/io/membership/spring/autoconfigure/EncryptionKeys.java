package io.membership.spring.autoconfigure;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import io.membership.gossip.MemberlistConfigException;
import io.membership.wire.Keyring;

/**
 * Turns the key properties into a keyring. A key that cannot be used is an error, never
 * plaintext; the error names its position and length and never shows it.
 */
final class EncryptionKeys {

	private static final String SETTING = "encryption.keys";

	private static final String ACTION = "Use 16, 24 or 32 random bytes in Base64, for example from "
			+ "'openssl rand -base64 32'.";

	private EncryptionKeys() {
	}

	static Keyring keyring(MembershipProperties.Encryption properties) {
		List<String> texts = properties.keys();
		if (texts.isEmpty() && properties.required()) {
			throw new MemberlistConfigException("encryption.required", "it is on but there is no key.",
					"Set membership.encryption.keys, or switch the option off.");
		}
		List<byte[]> keys = new ArrayList<>(texts.size());
		for (int i = 0; i < texts.size(); i++) {
			keys.add(decode(texts.get(i).strip(), "key " + (i + 1) + " of " + texts.size()));
		}
		return Keyring.of(keys);
	}

	private static byte[] decode(String text, String which) {
		byte[] key;
		try {
			key = Base64.getDecoder().decode(text);
		}
		catch (IllegalArgumentException ex) {
			// without the cause, whose message quotes characters of the key
			throw new MemberlistConfigException(SETTING,
					which + ", of " + text.length() + " characters, is not Base64.", ACTION);
		}
		if (key.length != 16 && key.length != 24 && key.length != 32) {
			throw new MemberlistConfigException(SETTING, which + " has " + key.length + " bytes.", ACTION);
		}
		return key;
	}

}
