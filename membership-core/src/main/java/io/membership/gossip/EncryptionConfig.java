package io.membership.gossip;

import io.membership.Keyring;

/**
 * Encryption of everything that a member sends.
 *
 * @param keyring keys; encryption is on when it is not empty
 * @param verifyIncoming whether plaintext is refused when encryption is on
 * @param verifyOutgoing whether everything sent is encrypted when encryption is on
 */
public record EncryptionConfig(Keyring keyring, boolean verifyIncoming, boolean verifyOutgoing) {

	static final EncryptionConfig DEFAULT = new EncryptionConfig(Keyring.empty(), true, true);

	/** Returns a copy with another {@link #keyring()}. */
	public EncryptionConfig withKeyring(Keyring value) {
		return new EncryptionConfig(value, this.verifyIncoming, this.verifyOutgoing);
	}

	/** Returns a copy with another {@link #verifyIncoming()}. */
	public EncryptionConfig withVerifyIncoming(boolean value) {
		return new EncryptionConfig(this.keyring, value, this.verifyOutgoing);
	}

	/** Returns a copy with another {@link #verifyOutgoing()}. */
	public EncryptionConfig withVerifyOutgoing(boolean value) {
		return new EncryptionConfig(this.keyring, this.verifyIncoming, value);
	}

}
