package io.membership.spring.autoconfigure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import io.membership.ConfigException;
import io.membership.Keyring;
import io.membership.cluster.ClusterConfig;
import io.membership.spring.autoconfigure.properties.EncryptionProperties;

/**
 * Converts the key properties to a keyring. An unusable key is an error and never leads
 * to plaintext; the error gives its position and length but never shows it.
 */
final class EncryptionKeys {

	private static final String SETTING = "encryption.keys";

	private static final String ACTION = "Use 16, 24 or 32 random bytes in Base64, for example from "
			+ "'openssl rand -base64 32'.";

	private EncryptionKeys() {
	}

	/**
	 * Returns the keys. Those of the keyring file take precedence: it holds the current
	 * keys of the cluster.
	 */
	static Keyring keyring(EncryptionProperties properties) {
		Path file = properties.keyringFile();
		if (file != null) {
			try {
				Keyring kept = ClusterConfig.readKeyring(file).orElse(null);
				if (kept != null) {
					return kept;
				}
			}
			catch (IOException ex) {
				throw new ConfigException("encryption.keyring-file", ex.getMessage() + ".",
						"Repair the file, or remove it to start again with membership.encryption.keys.");
			}
		}
		return configured(properties);
	}

	private static Keyring configured(EncryptionProperties properties) {
		List<String> texts = properties.keys();
		if (texts.isEmpty() && properties.required()) {
			throw new ConfigException("encryption.required", "it is on, but no key is configured.",
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
			throw new ConfigException(SETTING, which + ", of " + text.length() + " characters, is not Base64.", ACTION);
		}
		if (key.length != 16 && key.length != 24 && key.length != 32) {
			throw new ConfigException(SETTING, which + " has " + key.length + " bytes.", ACTION);
		}
		return key;
	}

}
