package io.membership.wire;

import io.membership.runtime.FrameScanner;
import org.jspecify.annotations.Nullable;

/**
 * Finds the end of a stream frame. It scans the parts of a frame one after the other, and
 * remembers the current part; inside a part, {@link MsgpackScanner} does the same.
 */
final class StreamScanner implements FrameScanner {

	/** Limit for a body or header that has no reason to be large. */
	private static final int MAX_SMALL = 64 * 1024;

	private final CodecSettings settings;

	private final @Nullable Label label;

	private Part part = Part.LABEL;

	/** Offset of the part; for the tail, the end of the frame. */
	private int at;

	private int nodes;

	private int tail;

	private MsgpackScanner value = new MsgpackScanner(0);

	/**
	 * Creates a scanner.
	 * @param label the label for a frame of the connecting side, otherwise {@code null}
	 */
	StreamScanner(CodecSettings settings, @Nullable Label label) {
		this.settings = settings;
		this.label = label;
	}

	@Override
	public int scan(byte[] buffer, int length) throws WireException {
		boolean progress = true;
		while (progress) {
			progress = switch (this.part) {
				case LABEL -> label(buffer, length);
				case TYPE -> type(buffer, length);
				case RECORD -> record(buffer, length);
				case BODY -> value(buffer, length, Part.DONE);
				case USER_HEADER -> userHeader(buffer, length);
				case PUSH_PULL_HEADER -> pushPullHeader(buffer, length);
				case NODES -> nodes(buffer, length);
				case DONE -> false;
			};
		}
		return (this.part == Part.DONE && length >= this.at) ? this.at : NEED_MORE;
	}

	private boolean label(byte[] buffer, int length) throws WireException {
		int header = (this.label != null) ? this.label.check(buffer, length) : 0;
		if (header == NEED_MORE) {
			return false;
		}
		this.at = header;
		this.part = Part.TYPE;
		return true;
	}

	private boolean type(byte[] buffer, int length) throws WireException {
		if (length <= this.at) {
			return false;
		}
		byte type = buffer[this.at];
		if ((type & 0xff) == MessageType.LABEL) {
			throw Label.doubled();
		}
		MessageType known = MessageType.ofCode(type);
		boolean layer = known == MessageType.ENCRYPT || known == MessageType.COMPRESS;
		if (known == null || !(layer || StreamCodec.isLegal(type, this.label == null))) {
			throw StreamCodec.unknownType(type);
		}
		try {
			StreamCodec.checkEncryption(this.settings, type);
		}
		catch (WireException ex) {
			// Report it as complete: decoding fails in the same way, and can be answered.
			return done(this.at + 1);
		}
		if (known == MessageType.ENCRYPT) {
			this.part = Part.RECORD;
			return true;
		}
		this.at++;
		boolean large = known == MessageType.COMPRESS;
		start(large ? this.settings.maxStreamDecompressedBytes() : MAX_SMALL);
		this.part = switch (known) {
			case USER -> Part.USER_HEADER;
			case PUSH_PULL -> Part.PUSH_PULL_HEADER;
			default -> Part.BODY;
		};
		return true;
	}

	private boolean record(byte[] buffer, int length) throws WireException {
		if (length < this.at + StreamCodec.ENCRYPT_HEADER) {
			return false;
		}
		return done(this.at + StreamCodec.ENCRYPT_HEADER + StreamCodec.encryptedLength(buffer, this.at));
	}

	private boolean userHeader(byte[] buffer, int length) throws WireException {
		int from = this.at;
		if (!value(buffer, length, Part.DONE)) {
			return false;
		}
		UserHeader header = new MsgpackReader(buffer, from, this.at).read(UserHeader.SCHEMA);
		return done(this.at + header.checkedLength());
	}

	private boolean pushPullHeader(byte[] buffer, int length) throws WireException {
		int from = this.at;
		if (!value(buffer, length, Part.NODES)) {
			return false;
		}
		PushPullHeader header = new MsgpackReader(buffer, from, this.at).read(PushPullHeader.SCHEMA);
		this.nodes = header.checkedNodes();
		this.tail = header.checkedStateLength();
		start(this.settings.maxStreamDecompressedBytes());
		return true;
	}

	private boolean nodes(byte[] buffer, int length) throws WireException {
		while (this.nodes > 0) {
			if (!value(buffer, length, Part.NODES)) {
				return false;
			}
			this.value.start(this.at);
			this.nodes--;
		}
		return done(this.at + this.tail);
	}

	private void start(int limit) {
		this.value = new MsgpackScanner((long) this.at + limit);
		this.value.start(this.at);
	}

	private boolean value(byte[] buffer, int length, Part next) throws WireException {
		int end = this.value.scan(buffer, length);
		if (end == MsgpackScanner.NEED_MORE) {
			return false;
		}
		this.at = end;
		this.part = next;
		return true;
	}

	private boolean done(int end) {
		this.at = end;
		this.part = Part.DONE;
		return true;
	}

	private enum Part {

		LABEL, TYPE, RECORD, BODY, USER_HEADER, PUSH_PULL_HEADER, NODES, DONE

	}

}
