package io.membership.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

import io.membership.runtime.DropReason;

/**
 * Packets of one member: messages, and the layers around them. From the outside to the
 * inside these are label, encryption, CRC, compression and compound; each is optional and
 * there at most once. Confined to one thread, the event loop: it reuses its ciphers and
 * buffers.
 * <p>
 * memberlist takes layers off recursively and in any order, so that a single packet can
 * make it recurse thousands of times. No sender makes such packets; here they are dropped
 * as {@link DropReason#NESTING}.
 */
public final class PacketCodec {

	private static final int CRC_BYTES = 5;

	private static final int NONCES_PER_DRAW = 64;

	private final CodecSettings settings;

	private final Label label;

	private final AesGcm cipher;

	private final byte[][] authenticated;

	private final Compression compression = new Compression();

	private final CRC32 crc = new CRC32();

	private byte[] plain = {};

	/**
	 * Creates a codec.
	 * @param settings what the member is configured with
	 */
	public PacketCodec(CodecSettings settings) {
		this.settings = settings;
		this.label = new Label(settings);
		this.cipher = new AesGcm(settings.keyring(), NONCES_PER_DRAW);
		this.authenticated = new byte[][] { this.label.bytes() };
	}

	/**
	 * Bytes that label and encryption add to a packet at most, as memberlist counts them.
	 * @return number of bytes at this moment; changes when encryption is switched on
	 */
	public int overhead() {
		return this.label.header().length
				+ (this.settings.encryptsOutgoing() ? AesGcm.overhead(this.settings.encryptionVersion()) : 0);
	}

	/**
	 * Encodes messages into packets. One message is sent as it is, several as a compound;
	 * what does not fit one compound goes into further packets.
	 * @param parts encoded messages: type byte and body each
	 * @param crc whether to add a CRC; receivers before protocol 5 do not know it
	 * @return the packets; none if there are no parts
	 * @throws IllegalArgumentException if a message is too long for a compound
	 */
	public List<byte[]> encode(List<byte[]> parts, boolean crc) {
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

	/**
	 * Decodes a packet. Never throws because of what is in it: whatever cannot be used is
	 * reported as dropped, and the messages around it are delivered nevertheless.
	 * @param packet the whole datagram; may be kept by the sink as a part of what it gets
	 * @param sink receives the messages in the order in which they are in the packet
	 */
	public void decode(byte[] packet, PacketSink sink) {
		try {
			int off = this.label.checkWhole(packet, packet.length);
			if (this.settings.keyring().isEmpty()) {
				verify(packet, off, packet.length, sink);
				return;
			}
			int length;
			try {
				length = decrypt(packet, off, packet.length - off);
			}
			catch (WireException ex) {
				if (this.settings.verifyIncoming()) {
					throw isPlain(packet, off) ? new WireException(DropReason.NOT_ENCRYPTED, "not encrypted") : ex;
				}
				verify(packet, off, packet.length, sink);
				return;
			}
			verify(this.plain, 0, length, sink);
		}
		catch (WireException ex) {
			sink.dropped(ex.reason());
		}
	}

	private int decrypt(byte[] packet, int off, int len) throws WireException {
		if (this.plain.length < len) {
			this.plain = new byte[Math.max(len, 2048)];
		}
		return this.cipher.decrypt(packet, off, len, this.authenticated, this.plain);
	}

	/** CRC, directly inside the encryption and nowhere else. */
	private void verify(byte[] buf, int off, int end, PacketSink sink) throws WireException {
		if (end - off < CRC_BYTES || buf[off] != MessageType.HAS_CRC.code()) {
			unwrap(buf, off, end, sink);
			return;
		}
		int expected = (buf[off + 1] & 0xff) << 24 | (buf[off + 2] & 0xff) << 16 | (buf[off + 3] & 0xff) << 8
				| buf[off + 4] & 0xff;
		if (checksum(buf, off + CRC_BYTES, end) != expected) {
			throw new WireException(DropReason.CRC_MISMATCH, "CRC does not match");
		}
		unwrap(buf, off + CRC_BYTES, end, sink);
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
			sink.dropped(DropReason.EMPTY);
			return;
		}
		if (!Compound.split(buf, off, end - off, (partOff, partLen) -> deliver(buf, partOff, partLen, sink))) {
			sink.dropped(DropReason.COMPOUND_TRUNCATED);
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
			sink.dropped(looksEncrypted(buf, off, len) ? DropReason.UNEXPECTED_ENCRYPTION : ex.reason());
			return;
		}
		// The buffer of decrypted bytes is used again, and parts must not pin a packet.
		boolean whole = buf != this.plain && len == buf.length;
		sink.message(message, whole ? buf : Arrays.copyOfRange(buf, off, off + len));
	}

	private static boolean isLayer(byte type) {
		return type == MessageType.COMPOUND.code() || type == MessageType.COMPRESS.code()
				|| type == MessageType.HAS_CRC.code();
	}

	private static WireException nesting() {
		return new WireException(DropReason.NESTING, "layers are nested in a way that no sender produces");
	}

	/** Whether something that could not be decrypted makes sense without. */
	private static boolean isPlain(byte[] packet, int off) {
		int type = packet[off];
		if (type == MessageType.PING.code() || type == MessageType.INDIRECT_PING.code()) {
			try {
				MessageCodec.decode(packet, off, packet.length - off);
				return true;
			}
			catch (WireException ex) {
				return false;
			}
		}
		return type >= 0 && MessageType.ofCode(type) != null;
	}

	/**
	 * Tells an operator who forgot the key what is wrong: an encrypted packet has no type
	 * byte, but a version byte that looks like the type of a ping, and then random bytes.
	 */
	private boolean looksEncrypted(byte[] buf, int off, int len) {
		return this.settings.keyring().isEmpty() && len == buf.length - this.label.header().length
				&& (buf[off] == 0 || buf[off] == 1) && len >= AesGcm.overhead(buf[off]) && (buf[off + 1] & 0xe0) != 0x80
				&& (buf[off + 1] & 0xfc) != 0xdc;
	}

	private byte[] layered(byte[] message, boolean crc) {
		byte[] body = message;
		if (this.settings.compression()) {
			byte[] compressed = this.compression.compressIfShorter(message);
			body = (compressed != null) ? compressed : message;
		}
		byte[] header = this.label.header();
		int crcBytes = crc ? CRC_BYTES : 0;
		if (!this.settings.encryptsOutgoing()) {
			if (header.length + crcBytes == 0) {
				return body;
			}
			byte[] packet = Arrays.copyOf(header, header.length + crcBytes + body.length);
			putChecked(body, crc, packet, header.length);
			return packet;
		}
		int version = this.settings.encryptionVersion();
		byte[] inner = body;
		if (crc) {
			inner = new byte[crcBytes + body.length];
			putChecked(body, true, inner, 0);
		}
		byte[] packet = Arrays.copyOf(header, header.length + AesGcm.recordLength(version, inner.length));
		this.cipher.encrypt(version, inner, 0, inner.length, this.authenticated, packet, header.length);
		return packet;
	}

	private void putChecked(byte[] body, boolean crc, byte[] out, int off) {
		int at = off;
		if (crc) {
			int checksum = checksum(body, 0, body.length);
			out[at++] = (byte) MessageType.HAS_CRC.code();
			for (int shift = 24; shift >= 0; shift -= 8) {
				out[at++] = (byte) (checksum >>> shift);
			}
		}
		System.arraycopy(body, 0, out, at, body.length);
	}

	private int checksum(byte[] buf, int off, int end) {
		this.crc.reset();
		this.crc.update(buf, off, end - off);
		return (int) this.crc.getValue();
	}

	/** Receives what a packet holds. */
	public interface PacketSink {

		/**
		 * A message has arrived.
		 * @param message the message
		 * @param encoded its type byte and body as received, which is the form that
		 * {@link PacketCodec#encode} takes; belongs to the sink
		 */
		void message(Message message, byte[] encoded);

		/**
		 * Something was dropped: the packet, a message in it, or the rest of a compound
		 * that is cut off.
		 * @param reason why
		 */
		void dropped(DropReason reason);

	}

}
