package io.membership.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The encoding half of {@link PacketCodec}. */
final class PacketEncoder {

	private static final byte[] NO_HEADER = {};

	private final CodecSettings settings;

	private final Label label;

	private final AesGcm cipher;

	private final byte[][] authenticated;

	private final Compression compression;

	private final Checksum checksum = new Checksum();

	PacketEncoder(CodecSettings settings, Label label, AesGcm cipher, Compression compression) {
		this.settings = settings;
		this.label = label;
		this.cipher = cipher;
		this.compression = compression;
		this.authenticated = new byte[][] { label.bytes() };
	}

	List<byte[]> encode(List<byte[]> parts, boolean crc) {
		if (parts.size() == 1) {
			return List.of(layered(parts.get(0), crc));
		}
		List<byte[]> packets = new ArrayList<>();
		for (int from = 0; from < parts.size(); from += Compound.MAX_PARTS) {
			List<byte[]> some = parts.subList(from, Math.min(from + Compound.MAX_PARTS, parts.size()));
			packets.add(layered((some.size() == 1) ? some.get(0) : Compound.join(some), crc));
		}
		return packets;
	}

	private byte[] layered(byte[] message, boolean crc) {
		byte[] body = message;
		if (this.settings.compression()) {
			byte[] compressed = this.compression.compressIfShorter(message);
			body = (compressed != null) ? compressed : message;
		}
		byte[] header = this.label.header();
		if (!this.settings.encryptsOutgoing()) {
			return (crc || header.length != 0) ? checked(header, body, crc) : body;
		}
		byte[] inner = crc ? checked(NO_HEADER, body, true) : body;
		int version = this.settings.encryptionVersion();
		byte[] packet = Arrays.copyOf(header, header.length + AesGcm.recordLength(version, inner.length));
		this.cipher.encrypt(version, inner, 0, inner.length, this.authenticated, packet, header.length);
		return packet;
	}

	private byte[] checked(byte[] header, byte[] body, boolean crc) {
		int at = header.length + (crc ? Checksum.OVERHEAD : 0);
		byte[] packet = Arrays.copyOf(header, at + body.length);
		if (crc) {
			this.checksum.put(body, packet, header.length);
		}
		System.arraycopy(body, 0, packet, at, body.length);
		return packet;
	}

}
