package io.membership.spring.autoconfigure.properties;

import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Encryption of everything that the member sends.
 *
 * @param keys Comma-separated list of keys of 16, 24 or 32 bytes in Base64, the same in
 * the whole cluster. The first key encrypts, all of them decrypt. Without a key the
 * cluster talks in plaintext, and any host that reaches the port can read and forge
 * membership.
 * @param required Whether the application refuses to start without a key. Set it to true
 * in production, so that a missing secret does not mean plaintext.
 * @param verifyIncoming Whether the member refuses plaintext once it has a key. Set it to
 * false only while you bring encryption to a running cluster; while it is false, any host
 * that reaches the port can inject messages.
 * @param verifyOutgoing Whether the member encrypts everything that it sends once it has
 * a key. Set it to false only while you bring encryption to a running cluster.
 * @param keyringFile File in which the member keeps its keys, so that keys installed or
 * removed at run time survive a restart. Once the file exists, its keys win over
 * encryption.keys. Requires Serf's protocol.
 */
public record EncryptionProperties(@DefaultValue List<String> keys, @DefaultValue("false") boolean required,
		@DefaultValue("true") boolean verifyIncoming, @DefaultValue("true") boolean verifyOutgoing,
		@Nullable Path keyringFile) {

	@Override
	public String toString() {
		return "EncryptionProperties[keys=" + this.keys.size() + " hidden, required=" + this.required
				+ ", verifyIncoming=" + this.verifyIncoming + ", verifyOutgoing=" + this.verifyOutgoing
				+ ", keyringFile=" + this.keyringFile + "]";
	}

}
