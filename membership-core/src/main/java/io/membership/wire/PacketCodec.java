package io.membership.wire;

import java.util.List;

import io.membership.Internal;
import io.membership.runtime.DropReason;

/**
 * Encodes and decodes the packets of one member: messages, and the layers around them.
 * From the outside to the inside the layers are label, encryption, CRC, compression and
 * compound; each is optional and occurs at most once. Confined to one thread, the event
 * loop, because it reuses its ciphers and buffers.
 * <p>
 * memberlist removes layers recursively and in any order, so that a single packet can
 * make it recurse thousands of times. No sender produces such packets; this codec drops
 * them as {@link WireDrop#NESTING}.
 */
@Internal
public final class PacketCodec {

	private static final int NONCES_PER_DRAW = 64;

	private final CodecSettings settings;

	private final Label label;

	private final PacketEncoder encoder;

	private final PacketDecoder decoder;

	/**
	 * Creates a codec.
	 * @param settings the settings of the member
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
	 * Returns the most bytes that label and encryption add to a packet, as memberlist
	 * counts them.
	 * @return the current number of bytes; changes when encryption is switched on
	 */
	public int overhead() {
		return this.label.header().length
				+ (this.settings.encryptsOutgoing() ? AesGcm.overhead(this.settings.encryptionVersion()) : 0);
	}

	/**
	 * Encodes messages into packets. One message is sent as it is, several as a compound,
	 * and those that do not fit into one compound in further packets.
	 * @param parts encoded messages: type byte and body each
	 * @param crc whether to add a CRC; receivers before protocol 5 do not know it
	 * @return the packets; none if there are no parts
	 * @throws IllegalArgumentException if a message is too long for a compound
	 */
	public List<byte[]> encode(List<byte[]> parts, boolean crc) {
		return this.encoder.encode(parts, crc);
	}

	/**
	 * Decodes a packet. Never throws because of its content: reports unusable parts as
	 * dropped, and still delivers the messages around them.
	 * @param packet the whole datagram
	 * @param sink receives the messages in the order of the packet
	 */
	public void decode(byte[] packet, PacketSink sink) {
		this.decoder.decode(packet, sink);
	}

	/** Receives the contents of a packet. */
	public interface PacketSink {

		/**
		 * Called for each message of the packet.
		 * @param message the message; keeps none of the packet's bytes alive
		 */
		void message(Message message);

		/**
		 * Called when something was dropped: the packet, a message in it, or the rest of
		 * a truncated compound.
		 * @param reason the reason
		 */
		void dropped(DropReason reason);

	}

}
