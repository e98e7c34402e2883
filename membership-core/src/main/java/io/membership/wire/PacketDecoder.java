package io.membership.wire;

import io.membership.wire.PacketCodec.PacketSink;
import org.msgpack.core.MessageFormat;

/**
 * The decoding half of {@link PacketCodec}, with one method for each layer, from the
 * outside to the inside. Each method can only continue with a layer further inside.
 */
final class PacketDecoder {

	private final CodecSettings settings;

	private final Label label;

	private final AesGcm cipher;

	private final byte[][] authenticated;

	private final Compression compression;

	private final Checksum checksum = new Checksum();

	private byte[] plain = {};

	PacketDecoder(CodecSettings settings, Label label, AesGcm cipher, Compression compression) {
		this.settings = settings;
		this.label = label;
		this.cipher = cipher;
		this.compression = compression;
		this.authenticated = new byte[][] { label.bytes() };
	}

	void decode(byte[] packet, PacketSink sink) {
		try {
			int off = this.label.checkWhole(packet, packet.length);
			if (off == packet.length) {
				throw new WireException(WireDrop.EMPTY, "empty packet");
			}
			decrypt(packet, off, sink);
		}
		catch (WireException ex) {
			sink.dropped(ex.reason());
		}
	}

	private void decrypt(byte[] packet, int off, PacketSink sink) throws WireException {
		if (this.settings.keyring().isEmpty()) {
			if (looksEncrypted(packet, off)) {
				throw new WireException(WireDrop.UNEXPECTED_ENCRYPTION, "encrypted");
			}
			verify(packet, off, packet.length, sink);
			return;
		}
		int length = packet.length - off;
		if (this.plain.length < length) {
			this.plain = new byte[Math.max(length, 2048)];
		}
		int plainLength;
		try {
			plainLength = this.cipher.decrypt(packet, off, length, this.authenticated, this.plain);
		}
		catch (WireException ex) {
			if (this.settings.verifyIncoming()) {
				throw looksPlain(packet, off) ? new WireException(WireDrop.NOT_ENCRYPTED, "not encrypted") : ex;
			}
			verify(packet, off, packet.length, sink);
			return;
		}
		verify(this.plain, 0, plainLength, sink);
	}

	/** Checks the CRC, which can only be directly inside the encryption. */
	private void verify(byte[] buf, int off, int end, PacketSink sink) throws WireException {
		if (end - off < Checksum.OVERHEAD || buf[off] != MessageType.HAS_CRC.code()) {
			unwrap(buf, off, end, sink);
			return;
		}
		if (!this.checksum.matches(buf, off, end)) {
			throw new WireException(WireDrop.CRC_MISMATCH, "CRC does not match");
		}
		unwrap(buf, off + Checksum.OVERHEAD, end, sink);
	}

	private void unwrap(byte[] buf, int off, int end, PacketSink sink) throws WireException {
		if (end > off && buf[off] == MessageType.COMPRESS.code()) {
			byte[] inner = this.compression.decompress(buf, off, end - off, this.settings.maxPacketDecompressedBytes());
			if (inner.length > 0 && inner[0] == MessageType.COMPRESS.code()) {
				throw nesting();
			}
			split(inner, 0, inner.length, sink);
			return;
		}
		split(buf, off, end, sink);
	}

	private void split(byte[] buf, int off, int end, PacketSink sink) {
		if (end <= off || buf[off] != MessageType.COMPOUND.code()) {
			deliver(buf, off, end - off, sink);
			return;
		}
		if (end - off >= 2 && buf[off + 1] == 0) {
			sink.dropped(WireDrop.EMPTY);
			return;
		}
		if (!Compound.split(buf, off, end - off, (partOff, partLen) -> deliver(buf, partOff, partLen, sink))) {
			sink.dropped(WireDrop.COMPOUND_TRUNCATED);
		}
	}

	private void deliver(byte[] buf, int off, int len, PacketSink sink) {
		Message message;
		try {
			if (len > 0 && isLayer(buf[off])) {
				throw nesting();
			}
			message = MessageCodec.decode(buf, off, len);
		}
		catch (WireException ex) {
			sink.dropped(ex.reason());
			return;
		}
		sink.message(message);
	}

	private static boolean isLayer(byte type) {
		return type == MessageType.COMPOUND.code() || type == MessageType.COMPRESS.code()
				|| type == MessageType.HAS_CRC.code();
	}

	private static WireException nesting() {
		return new WireException(WireDrop.NESTING, "layers are nested in a way that no sender produces");
	}

	/**
	 * Returns whether bytes that could not be decrypted are a valid plaintext message.
	 */
	private static boolean looksPlain(byte[] packet, int off) {
		if (packet[off] != MessageType.PING.code() && packet[off] != MessageType.INDIRECT_PING.code()) {
			return MessageType.ofCode(packet[off]) != null;
		}
		try {
			MessageCodec.decode(packet, off, packet.length - off);
			return true;
		}
		catch (WireException ex) {
			return false;
		}
	}

	/**
	 * Returns whether a packet looks encrypted although this member has no key, to tell
	 * an operator who forgot to set it. An encrypted packet has no type byte, but a
	 * version byte that looks like the type of a ping, and then a nonce, which hardly
	 * ever starts like the body of a ping.
	 */
	private static boolean looksEncrypted(byte[] packet, int off) {
		byte version = packet[off];
		if ((version != 0 && version != 1) || packet.length - off < AesGcm.overhead(version)) {
			return false;
		}
		return switch (MessageFormat.valueOf(packet[off + 1])) {
			case FIXMAP, MAP16, MAP32, FIXARRAY, ARRAY16, ARRAY32, NIL -> false;
			default -> true;
		};
	}

}
