package io.membership.wire;

import java.util.List;

import io.membership.runtime.DropReason;

/**
 * Packets of one member: messages, and the layers around them. From the outside to the
 * inside these are label, encryption, CRC, compression and compound; each is optional and
 * there at most once. Confined to one thread, the event loop: it reuses its ciphers and
 * buffers.
 * <p>
 * memberlist takes layers off recursively and in any order, so that a single packet can
 * make it recurse thousands of times. No sender makes such packets; here they are dropped
 * as {@link WireDrop#NESTING}.
 */
public final class PacketCodec {

	private static final int NONCES_PER_DRAW = 64;

	private final CodecSettings settings;

	private final Label label;

	private final PacketEncoder encoder;

	private final PacketDecoder decoder;

	/**
	 * Creates a codec.
	 * @param settings what the member is configured with
	 */
	public PacketCodec(CodecSettings settings) {
		this(settings, Nonces.random(NONCES_PER_DRAW));
	}

	PacketCodec(CodecSettings settings, Nonces nonces) {
		this.settings = settings;
		this.label = new Label(settings);
		AesGcm cipher = new AesGcm(settings.keyring(), nonces);
		Compression compression = new Compression();
		this.encoder = new PacketEncoder(settings, this.label, cipher, compression);
		this.decoder = new PacketDecoder(settings, this.label, cipher, compression);
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
		return this.encoder.encode(parts, crc);
	}

	/**
	 * Decodes a packet. Never throws because of what is in it: whatever cannot be used is
	 * reported as dropped, and the messages around it are delivered nevertheless.
	 * @param packet the whole datagram
	 * @param sink receives the messages in the order in which they are in the packet
	 */
	public void decode(byte[] packet, PacketSink sink) {
		this.decoder.decode(packet, sink);
	}

	/** Receives what a packet holds. */
	public interface PacketSink {

		/**
		 * Takes the next message of the packet.
		 * @param message the message; keeps none of the packet's bytes alive
		 */
		void message(Message message);

		/**
		 * Something was dropped: the packet, a message in it, or the rest of a compound
		 * that is cut off.
		 * @param reason why
		 */
		void dropped(DropReason reason);

	}

}
