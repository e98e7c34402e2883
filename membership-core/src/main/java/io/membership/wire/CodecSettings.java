package io.membership.wire;

import java.nio.charset.StandardCharsets;

import io.membership.Internal;
import io.membership.Keyring;
import io.membership.SafeText;

/**
 * Settings of the codecs of one member.
 *
 * @param label label of the cluster, at most 255 bytes of UTF-8; empty for none
 * @param skipInboundLabelCheck whether a proxy in front of this member has removed the
 * label header: a header is then an error, and the label is assumed
 * @param keyring the keys; may change at run time. Encryption is on when it is not empty
 * @param verifyIncoming whether plaintext is refused when encryption is on
 * @param verifyOutgoing whether outbound messages are encrypted when encryption is on
 * @param compression whether outbound messages are compressed; inbound ones are accepted
 * either way
 * @param protocolVersion protocol version to speak, 1 to 5; decides the version of
 * encryption
 * @param maxPacketDecompressedBytes most bytes that a packet may decompress to
 * @param maxStreamDecompressedBytes most bytes that a stream frame may decompress to, and
 * most bytes of a frame that is neither compressed nor encrypted
 */
@Internal
public record CodecSettings(String label, boolean skipInboundLabelCheck, Keyring keyring, boolean verifyIncoming,
		boolean verifyOutgoing, boolean compression, int protocolVersion, int maxPacketDecompressedBytes,
		int maxStreamDecompressedBytes) {

	/** Longest label in bytes. */
	public static final int MAX_LABEL_BYTES = 255;

	/** Default of {@link #maxPacketDecompressedBytes}. */
	public static final int DEFAULT_MAX_PACKET_DECOMPRESSED_BYTES = 256 * 1024;

	/** Default of {@link #maxStreamDecompressedBytes}, which is memberlist's limit. */
	public static final int DEFAULT_MAX_STREAM_DECOMPRESSED_BYTES = 40 * 1024 * 1024;

	/**
	 * Checks the settings.
	 * @throws IllegalArgumentException if one is out of range
	 */
	public CodecSettings {
		int labelBytes = label.getBytes(StandardCharsets.UTF_8).length;
		if (labelBytes > MAX_LABEL_BYTES) {
			throw new IllegalArgumentException("The label has " + labelBytes + " bytes, but at most " + MAX_LABEL_BYTES
					+ " are allowed: " + SafeText.of(label));
		}
		if (protocolVersion < 1 || protocolVersion > 5) {
			throw new IllegalArgumentException("Protocol version " + protocolVersion + " is not between 1 and 5");
		}
		if (maxPacketDecompressedBytes < 1 || maxStreamDecompressedBytes < 1) {
			throw new IllegalArgumentException("Limits of decompressed bytes must be positive");
		}
	}

	/** Returns the version of encryption for the protocol version. */
	int encryptionVersion() {
		return (this.protocolVersion == 1) ? 0 : 1;
	}

	/** Returns whether outbound messages are encrypted now. */
	boolean encryptsOutgoing() {
		return this.verifyOutgoing && !this.keyring.isEmpty();
	}

}
