package io.membership.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import io.membership.runtime.DropReason;
import org.msgpack.core.MessageFormat;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ValueType;

/**
 * Reads single values from a buffer, one after the other. As lenient as go-msgpack: every
 * integer width, raw or bin for text, raw, bin or an array of integers for bytes.
 * {@link MsgpackScanner} has to check a value before the msgpack library sees it.
 */
class MsgpackReader {

	private static final MessagePack.UnpackerConfig CONFIG = new MessagePack.UnpackerConfig();

	/** Most elements of a list and entries of a map: as many as nodes in a push/pull. */
	static final int MAX_ENTRIES = MessageDecoder.MAX_NODES;

	private static final byte[] NO_BYTES = {};

	final byte[] buf;

	private final int start;

	private final int end;

	private final MsgpackScanner scanner;

	final MessageUnpacker unpacker;

	MsgpackReader(byte[] buf, int start, int end) {
		this.buf = buf;
		this.start = start;
		this.end = end;
		this.scanner = new MsgpackScanner(Long.MAX_VALUE);
		this.unpacker = CONFIG.newUnpacker(buf, start, end - start);
	}

	/** A reader at the same position of the same buffer; what one reads, both have. */
	MsgpackReader(MsgpackReader other) {
		this.buf = other.buf;
		this.start = other.start;
		this.end = other.end;
		this.scanner = other.scanner;
		this.unpacker = other.unpacker;
	}

	/** Offset of the first byte that was not read yet. */
	final int position() {
		return this.start + (int) this.unpacker.getTotalReadBytes();
	}

	/** Checks that the next value is there as a whole, with all that is in it. */
	final void scan() throws WireException {
		this.scanner.start(position());
		if (this.scanner.scan(this.buf, this.end) == MsgpackScanner.NEED_MORE) {
			throw malformed("truncated");
		}
	}

	/** Text; nil is empty. */
	final String nextText() throws IOException {
		return skippedNil() ? "" : readText(nextType());
	}

	/** Bytes; nil is empty. */
	final byte[] nextBytes() throws IOException {
		return skippedNil() ? NO_BYTES : readBytes(nextType());
	}

	/** All 64 bits of an unsigned integer; nil is 0. */
	final long nextUnsigned64() throws IOException {
		return skippedNil() ? 0 : readUnsigned64(nextType());
	}

	/** Numbers with a fraction; nil is none of them, a nil among them 0. */
	final double[] nextDecimals() throws IOException {
		// The scanner has seen that there are as many.
		double[] decimals = new double[nextListHeader()];
		for (int i = 0; i < decimals.length; i++) {
			decimals[i] = skippedNil() ? 0 : readDecimal(nextType());
		}
		return decimals;
	}

	/** Number of elements of a list, which follow; nil is an empty one. */
	final int nextListHeader() throws IOException {
		if (skippedNil()) {
			return 0;
		}
		expect(nextType() == ValueType.ARRAY);
		return limited(this.unpacker.unpackArrayHeader());
	}

	/** Number of entries of a map, which follow; nil is an empty one. */
	final int nextMapHeader() throws IOException {
		if (skippedNil()) {
			return 0;
		}
		expect(nextType() == ValueType.MAP);
		return limited(this.unpacker.unpackMapHeader());
	}

	/** Whether the next value is nil. If so, it has been read. */
	final boolean skippedNil() throws IOException {
		return this.unpacker.tryUnpackNil();
	}

	final ValueType nextType() throws IOException {
		return this.unpacker.getNextFormat().getValueType();
	}

	final long readInteger(ValueType type) throws IOException {
		expect(type == ValueType.INTEGER);
		return this.unpacker.unpackLong();
	}

	/** All 64 bits; the library takes half of them for an overflow. */
	final long readUnsigned64(ValueType type) throws IOException {
		expect(type == ValueType.INTEGER);
		if (this.unpacker.getNextFormat() == MessageFormat.UINT64) {
			return this.unpacker.unpackBigInteger().longValue();
		}
		long value = this.unpacker.unpackLong();
		expect(value >= 0);
		return value;
	}

	final double readDecimal(ValueType type) throws IOException {
		if (type == ValueType.INTEGER) {
			return this.unpacker.unpackLong();
		}
		expect(type == ValueType.FLOAT);
		return this.unpacker.unpackDouble();
	}

	final boolean readBoolean(ValueType type) throws IOException {
		expect(type == ValueType.BOOLEAN);
		return this.unpacker.unpackBoolean();
	}

	/** The library's own way to read a string allocates a decoder of 17 kB for it. */
	final String readText(ValueType type) throws IOException {
		expect(type == ValueType.STRING || type == ValueType.BINARY);
		int length = this.unpacker.unpackRawStringHeader();
		if (length == 0) {
			return "";
		}
		String text = new String(this.buf, position(), length, StandardCharsets.UTF_8);
		stepOver(length);
		return text;
	}

	final void stepOver(int length) throws IOException {
		// A view; the only way past a payload that does not copy it.
		this.unpacker.readPayloadAsReference(length);
	}

	final byte[] readBytes(ValueType type) throws IOException {
		if (type == ValueType.ARRAY) {
			byte[] bytes = new byte[this.unpacker.unpackArrayHeader()];
			for (int i = 0; i < bytes.length; i++) {
				long value = readInteger(nextType());
				expect(value >= 0 && value <= 0xff);
				bytes[i] = (byte) value;
			}
			return bytes;
		}
		expect(type == ValueType.STRING || type == ValueType.BINARY);
		int length = this.unpacker.unpackRawStringHeader();
		return (length != 0) ? this.unpacker.readPayload(length) : NO_BYTES;
	}

	private static int limited(int entries) throws WireException {
		if (entries > MAX_ENTRIES) {
			throw new WireException(DropReason.TOO_LARGE, "list or map is larger than limit (" + entries + ")");
		}
		return entries;
	}

	static void expect(boolean condition) throws WireException {
		if (!condition) {
			throw malformed("field has the wrong type or range");
		}
	}

	static WireException malformed(String what) {
		return new WireException(DropReason.MALFORMED, "malformed message: " + what);
	}

}
