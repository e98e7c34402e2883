package io.membership.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.membership.Keyring;

/** Codec settings for tests. */
final class Settings {

	static final byte[] KEY = "abcdefghijklmnop".getBytes(StandardCharsets.US_ASCII);

	private static final AtomicLong NONCES = new AtomicLong();

	private Settings() {
	}

	/**
	 * A codec whose nonces never start like the body of a message. Random ones do now and
	 * then, and then something that cannot be decrypted passes for an empty ping.
	 */
	static PacketCodec codec(CodecSettings settings) {
		return new PacketCodec(settings, (out, off) -> {
			Arrays.fill(out, off, off + AesGcm.NONCE, (byte) 1);
			ByteBuffer.wrap(out).putLong(off + 4, NONCES.incrementAndGet());
		});
	}

	static CodecSettings plain() {
		return of("", Keyring.empty(), false, 2);
	}

	static CodecSettings compressed() {
		return of("", Keyring.empty(), true, 2);
	}

	static CodecSettings encrypted() {
		return of("", Keyring.of(List.of(KEY)), false, 2);
	}

	static CodecSettings labelled(String label) {
		return of(label, Keyring.empty(), false, 2);
	}

	static CodecSettings of(String label, Keyring keyring, boolean compression, int protocolVersion) {
		return new CodecSettings(label, false, keyring, true, true, compression, protocolVersion,
				CodecSettings.DEFAULT_MAX_PACKET_DECOMPRESSED_BYTES,
				CodecSettings.DEFAULT_MAX_STREAM_DECOMPRESSED_BYTES);
	}

	static CodecSettings skippingLabelCheck(CodecSettings settings) {
		return new CodecSettings(settings.label(), true, settings.keyring(), settings.verifyIncoming(),
				settings.verifyOutgoing(), settings.compression(), settings.protocolVersion(),
				settings.maxPacketDecompressedBytes(), settings.maxStreamDecompressedBytes());
	}

	static CodecSettings verifying(CodecSettings settings, boolean incoming, boolean outgoing) {
		return new CodecSettings(settings.label(), settings.skipInboundLabelCheck(), settings.keyring(), incoming,
				outgoing, settings.compression(), settings.protocolVersion(), settings.maxPacketDecompressedBytes(),
				settings.maxStreamDecompressedBytes());
	}

}
