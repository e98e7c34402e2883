package io.membership.gossip;

import io.membership.Keyring;

/**
 * Encryption of everything that the member sends.
 *
 * @param keyring keys, the same in the whole cluster; the first one encrypts, all of them
 * decrypt. Without a key the cluster talks in plaintext, and any host that reaches the
 * port can read and forge membership
 * @param verifyIncoming whether the member refuses plaintext once it has a key. Set it to
 * false only while you bring encryption to a running cluster; while it is false, any host
 * that reaches the port can inject messages
 * @param verifyOutgoing whether the member encrypts everything that it sends once it has
 * a key. Set it to false only while you bring encryption to a running cluster
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
