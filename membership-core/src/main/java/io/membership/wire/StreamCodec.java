package io.membership.wire;

import java.util.Arrays;
import java.util.function.Supplier;

import io.membership.Internal;
import io.membership.runtime.FrameScanner;

/**
 * Encodes and decodes the stream frames of one member: one message, and the layers around
 * it. From the outside to the inside the layers are label header, encryption and
 * compression. Only the connecting side sends the label header; on both sides encryption
 * authenticates the label. Thread-safe.
 * <p>
 * An encrypted frame for a member without a key, or a plaintext frame for one with
 * encryption, is not read to its end: the scanners report it as complete after its type
 * byte, and decoding it fails with the text that memberlist answers with.
 */
@Internal
public final class StreamCodec {

	/** Most bytes of an encrypted record. */
	static final int MAX_ENCRYPTED_BYTES = 20 * 1024 * 1024;

	/** Type byte and length in front of an encrypted record. */
	static final int ENCRYPT_HEADER = 5;

	private final CodecSettings settings;

	private final Label label;

	private final Supplier<Nonces> nonces;

	/**
	 * Creates a codec.
	 * @param settings the settings of the member
	 */
	public StreamCodec(CodecSettings settings) {
		this(settings, () -> Nonces.random(1));
	}

	StreamCodec(CodecSettings settings, Supplier<Nonces> nonces) {
		this.settings = settings;
		this.nonces = nonces;
		this.label = new Label(settings);
	}

	/**
	 * Encodes a frame of the connecting side.
	 * @param message a ping, user or push/pull message
	 * @return the frame, with the label header
	 * @throws IllegalArgumentException if the message has no stream form, or exceeds a
	 * limit of the receiver
	 */
	public byte[] encodeRequest(Message message) {
		return encode(message, this.label.header());
	}

	/**
	 * Encodes a frame of the accepting side.
	 * @param message an ack, push/pull or error message
	 * @return the frame, without label header
	 * @throws IllegalArgumentException if the message has no stream form, or exceeds a
	 * limit of the receiver
	 */
	public byte[] encodeReply(Message message) {
		return encode(message, new byte[0]);
	}

	/**
	 * Decodes a frame of the connecting side.
	 * @param frame the whole frame
	 * @return a ping, user or push/pull message
	 * @throws WireException if it cannot be used. memberlist closes the stream without an
	 * answer if the label is wrong or the type is unknown; otherwise it answers with the
	 * text of the exception
	 */
	public Message decodeRequest(byte[] frame) throws WireException {
		return decode(frame, this.label.checkWhole(frame, frame.length), false);
	}

	/**
	 * Decodes a frame of the accepting side.
	 * @param frame the whole frame
	 * @return an ack, push/pull or error message
	 * @throws WireException if it cannot be used
	 */
	public Message decodeReply(byte[] frame) throws WireException {
		return decode(frame, 0, true);
	}

	/**
	 * Creates a scanner for frames of the connecting side.
	 * @return a new scanner
	 */
	public FrameScanner requestScanner() {
		return new StreamScanner(this.settings, this.label);
	}

	/**
	 * Creates a scanner for frames of the accepting side.
	 * @return a new scanner
	 */
	public FrameScanner replyScanner() {
		return new StreamScanner(this.settings, null);
	}

	/** Returns whether a message type can be the innermost one of a frame. */
	static boolean isLegal(int type, boolean reply) {
		return type == MessageType.PUSH_PULL.code()
				|| (reply ? type == MessageType.ACK.code() || type == MessageType.ERROR.code()
						: type == MessageType.PING.code() || type == MessageType.USER.code());
	}

	private byte[] encode(Message message, byte[] header) {
		byte[] body = MessageCodec.encodeStream(message);
		if (this.settings.compression()) {
			body = new Compression().compress(body);
		}
		if (!this.settings.encryptsOutgoing()) {
			byte[] frame = Arrays.copyOf(header, header.length + body.length);
			System.arraycopy(body, 0, frame, header.length, body.length);
			return frame;
		}
		int version = this.settings.encryptionVersion();
		int length = AesGcm.recordLength(version, body.length);
		if (length > MAX_ENCRYPTED_BYTES) {
			throw new IllegalArgumentException(
					"Encrypted message of " + length + " bytes exceeds the limit of " + MAX_ENCRYPTED_BYTES);
		}
		byte[] frame = Arrays.copyOf(header, header.length + ENCRYPT_HEADER + length);
		int at = header.length;
		frame[at] = (byte) MessageType.ENCRYPT.code();
		for (int i = 1; i < ENCRYPT_HEADER; i++) {
			frame[at + i] = (byte) (length >>> 8 * (ENCRYPT_HEADER - 1 - i));
		}
		new AesGcm(this.settings.keyring(), this.nonces.get()).encrypt(version, body, 0, body.length,
				authenticated(frame, at), frame, at + ENCRYPT_HEADER);
		return frame;
	}

	private Message decode(byte[] frame, int off, boolean reply) throws WireException {
		if (off >= frame.length) {
			throw empty();
		}
		byte[] buf = frame;
		int at = off;
		int end = frame.length;
		checkEncryption(this.settings, frame[off]);
		if (frame[off] == MessageType.ENCRYPT.code()) {
			buf = new byte[end - off];
			end = decrypt(frame, off, buf);
			at = 0;
		}
		if (at < end && buf[at] == MessageType.COMPRESS.code()) {
			buf = new Compression().decompress(buf, at, end - at, this.settings.maxStreamDecompressedBytes());
			at = 0;
			end = buf.length;
		}
		if (at >= end) {
			throw empty();
		}
		if (buf[at] == MessageType.COMPRESS.code() || buf[at] == MessageType.ENCRYPT.code()) {
			throw new WireException(WireDrop.NESTING, "layers are nested in a way that no sender produces");
		}
		if (!isLegal(buf[at], reply)) {
			throw unknownType(buf[at]);
		}
		return MessageCodec.decodeStream(buf, at, end - at);
	}

	private int decrypt(byte[] frame, int off, byte[] out) throws WireException {
		if (frame.length - off < ENCRYPT_HEADER) {
			throw new WireException(WireDrop.MALFORMED, "encrypted frame is truncated");
		}
		int length = encryptedLength(frame, off);
		if (length > frame.length - off - ENCRYPT_HEADER) {
			throw new WireException(WireDrop.MALFORMED, "encrypted frame is truncated");
		}
		return new AesGcm(this.settings.keyring(), this.nonces.get()).decrypt(frame, off + ENCRYPT_HEADER, length,
				authenticated(frame, off), out);
	}

	/**
	 * Returns the data that encryption authenticates: the header of the encrypted frame,
	 * and the label.
	 */
	private byte[][] authenticated(byte[] frame, int off) {
		return new byte[][] { Arrays.copyOfRange(frame, off, off + ENCRYPT_HEADER), this.label.bytes() };
	}

	/**
	 * Refuses plaintext if encryption is on, and encrypted frames if it is off.
	 * @param type first byte after the label header
	 */
	static void checkEncryption(CodecSettings settings, byte type) throws WireException {
		boolean encrypted = type == MessageType.ENCRYPT.code();
		boolean configured = !settings.keyring().isEmpty();
		if (encrypted && !configured) {
			throw new WireException(WireDrop.UNEXPECTED_ENCRYPTION,
					"remote state is encrypted and encryption is not configured");
		}
		if (!encrypted && configured && settings.verifyIncoming()) {
			throw new WireException(WireDrop.NOT_ENCRYPTED,
					"encryption is configured but remote state is not encrypted");
		}
	}

	/** Returns the length of the encrypted record, from its header. */
	static int encryptedLength(byte[] frame, int off) throws WireException {
		long length = 0;
		for (int i = 1; i < ENCRYPT_HEADER; i++) {
			length = length << 8 | frame[off + i] & 0xff;
		}
		if (length > MAX_ENCRYPTED_BYTES) {
			throw new WireException(WireDrop.TOO_LARGE, "remote state is larger than limit (" + length + ")");
		}
		return (int) length;
	}

	static WireException unknownType(byte type) {
		return new WireException(WireDrop.UNKNOWN_TYPE, "message type " + (type & 0xff) + " is not legal here");
	}

	private static WireException empty() {
		return new WireException(WireDrop.EMPTY, "empty message");
	}

}
