package io.membership.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageFormat;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ValueType;

/**
 * Reads values from a buffer, one after the other. As lenient as go-msgpack: accepts
 * every integer width, raw or bin for text, and raw, bin or an array of integers for
 * bytes. A {@link MsgpackScanner} checks each value before the msgpack library reads it.
 */
final class MsgpackReader {

	private static final MessagePack.UnpackerConfig CONFIG = new MessagePack.UnpackerConfig();

	/** Most elements of a list and entries of a map: as many as nodes in a push/pull. */
	private static final int MAX_ENTRIES = MessageLimits.MAX_NODES;

	/** Structs within structs: an event in a slot of a push/pull. */
	private static final int MAX_STRUCT_DEPTH = 3;

	private static final byte[] NO_BYTES = {};

	final byte[] buf;

	private final int start;

	private final int end;

	private final MsgpackScanner scanner;

	private final MessageUnpacker unpacker;

	/** Field values of the structs being read; each row is reused. */
	private final @Nullable Object[] @Nullable [] rows = new @Nullable Object[MAX_STRUCT_DEPTH] @Nullable [];

	private int structDepth;

	/** The last boxed number: most members of a cluster have the same port. */
	private Integer lastNumber = 0;

	MsgpackReader(byte[] buf, int start, int end) {
		this.buf = buf;
		this.start = start;
		this.end = end;
		this.scanner = new MsgpackScanner(Long.MAX_VALUE);
		this.unpacker = CONFIG.newUnpacker(buf, start, end - start);
	}

	/**
	 * Checks the next value, with all nested ones, and reads it.
	 * @throws WireException if it is truncated or malformed
	 */
	<V extends @Nullable Object> V read(Form<V> form) throws WireException {
		this.scanner.start(position());
		if (this.scanner.scan(this.buf, this.end) == MsgpackScanner.NEED_MORE) {
			throw malformed("truncated");
		}
		try {
			return value(form);
		}
		catch (WireException ex) {
			throw ex;
		}
		catch (IOException | MessagePackException ex) {
			throw malformed("value out of range");
		}
	}

	/** Returns the offset of the first unread byte. */
	int position() {
		return this.start + (int) this.unpacker.getTotalReadBytes();
	}

	/**
	 * Returns the next bytes.
	 * @throws WireException if there are fewer
	 */
	byte[] tail(int length) throws WireException {
		int from = position();
		if (length > this.end - from) {
			throw malformed("truncated");
		}
		return Arrays.copyOfRange(this.buf, from, from + length);
	}

	/** Returns all remaining bytes. */
	byte[] rest() {
		return Arrays.copyOfRange(this.buf, position(), this.end);
	}

	/** Reads a value nested in the one that was checked. */
	<V extends @Nullable Object> V value(Form<V> form) throws IOException {
		return skippedNil() ? form.zero() : form.read(this);
	}

	/** Returns whether the next value is nil; if so, reads it. */
	boolean skippedNil() throws IOException {
		return this.unpacker.tryUnpackNil();
	}

	void skipValue() throws IOException {
		this.unpacker.skipValue();
	}

	ValueType nextType() throws IOException {
		return this.unpacker.getNextFormat().getValueType();
	}

	/** Returns a row with the zero values of a struct, to be filled with its fields. */
	@Nullable Object[] enterStruct(@Nullable Object[] zeros) {
		@Nullable Object[] row = this.rows[this.structDepth];
		if (row == null || row.length < zeros.length) {
			row = zeros.clone();
			this.rows[this.structDepth] = row;
		}
		else {
			System.arraycopy(zeros, 0, row, 0, zeros.length);
		}
		this.structDepth++;
		return row;
	}

	void leaveStruct() {
		this.structDepth--;
	}

	/** Reads the header of a map with a limited number of entries. */
	int mapHeader(int max) throws IOException {
		int entries = this.unpacker.unpackMapHeader();
		expectFields(entries <= max);
		return entries;
	}

	/** Reads the header of an array with a limited number of elements. */
	int arrayHeader(int max) throws IOException {
		int elements = this.unpacker.unpackArrayHeader();
		expectFields(elements <= max);
		return elements;
	}

	/** Reads the header of a field's name. */
	int nameHeader() throws IOException {
		if (!isText(nextType())) {
			throw malformed("field name is not a string");
		}
		return this.unpacker.unpackRawStringHeader();
	}

	void stepOver(int length) throws IOException {
		// A view: the only way to skip a payload without copying it.
		this.unpacker.readPayloadAsReference(length);
	}

	/** Reads a list. It grows with the elements read, not by the declared count. */
	<E extends @Nullable Object> List<E> list(Form<E> element) throws IOException {
		expect(nextType() == ValueType.ARRAY);
		int entries = limited(this.unpacker.unpackArrayHeader());
		if (entries == 0) {
			return List.of();
		}
		List<E> list = new ArrayList<>();
		for (int i = 0; i < entries; i++) {
			list.add(value(element));
		}
		return Collections.unmodifiableList(list);
	}

	/** Reads a map in the order of the wire; the last of equal keys wins. */
	<E> Map<String, E> map(Form<E> element) throws IOException {
		expect(nextType() == ValueType.MAP);
		int entries = limited(this.unpacker.unpackMapHeader());
		if (entries == 0) {
			return Map.of();
		}
		Map<String, E> map = new LinkedHashMap<>();
		for (int i = 0; i < entries; i++) {
			map.put(text(), value(element));
		}
		return Collections.unmodifiableMap(map);
	}

	/** Reads floating-point numbers; nil is read as 0. */
	double[] decimals() throws IOException {
		expect(nextType() == ValueType.ARRAY);
		// The scanner has verified their number.
		double[] decimals = new double[limited(this.unpacker.unpackArrayHeader())];
		for (int i = 0; i < decimals.length; i++) {
			decimals[i] = skippedNil() ? 0 : decimal();
		}
		return decimals;
	}

	long integer() throws IOException {
		expect(nextType() == ValueType.INTEGER);
		return this.unpacker.unpackLong();
	}

	/** Reads an integer between 0 and a maximum. */
	Integer unsigned(int max) throws IOException {
		long value = integer();
		expect(value >= 0 && value <= max);
		if (this.lastNumber != value) {
			this.lastNumber = (int) value;
		}
		return this.lastNumber;
	}

	/** Reads an unsigned integer of 32 bits. */
	long unsigned32() throws IOException {
		long value = integer();
		expect(value >>> 32 == 0);
		return value;
	}

	/** Reads all 64 bits of an unsigned integer; the library fails for half of them. */
	long unsigned64() throws IOException {
		if (this.unpacker.getNextFormat() == MessageFormat.UINT64) {
			return this.unpacker.unpackBigInteger().longValue();
		}
		long value = integer();
		expect(value >= 0);
		return value;
	}

	/** Reads an integer, and returns the nearest one of 32 bits. */
	int nearest32() throws IOException {
		return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, integer()));
	}

	double decimal() throws IOException {
		ValueType type = nextType();
		if (type == ValueType.INTEGER) {
			return this.unpacker.unpackLong();
		}
		expect(type == ValueType.FLOAT);
		return this.unpacker.unpackDouble();
	}

	boolean bool() throws IOException {
		expect(nextType() == ValueType.BOOLEAN);
		return this.unpacker.unpackBoolean();
	}

	/** Reads text. The library's own method allocates a decoder of 17 kB. */
	String text() throws IOException {
		expect(isText(nextType()));
		int length = this.unpacker.unpackRawStringHeader();
		if (length == 0) {
			return "";
		}
		String text = new String(this.buf, position(), length, StandardCharsets.UTF_8);
		stepOver(length);
		return text;
	}

	byte[] bytes() throws IOException {
		ValueType type = nextType();
		if (type == ValueType.ARRAY) {
			return byteArray();
		}
		expect(isText(type));
		int length = this.unpacker.unpackRawStringHeader();
		return (length != 0) ? this.unpacker.readPayload(length) : NO_BYTES;
	}

	/** Reads bytes encoded as an array of integers. */
	private byte[] byteArray() throws IOException {
		byte[] bytes = new byte[this.unpacker.unpackArrayHeader()];
		for (int i = 0; i < bytes.length; i++) {
			long value = integer();
			expect(value >= 0 && value <= 0xff);
			bytes[i] = (byte) value;
		}
		return bytes;
	}

	private static boolean isText(ValueType type) {
		return type == ValueType.STRING || type == ValueType.BINARY;
	}

	private static int limited(int entries) throws WireException {
		if (entries > MAX_ENTRIES) {
			throw new WireException(WireDrop.TOO_LARGE, "list or map is larger than limit (" + entries + ")");
		}
		return entries;
	}

	private static void expectFields(boolean condition) throws WireException {
		if (!condition) {
			throw malformed("too many fields");
		}
	}

	private static void expect(boolean condition) throws WireException {
		if (!condition) {
			throw malformed("field has the wrong type or range");
		}
	}

	static WireException malformed(String what) {
		return new WireException(WireDrop.MALFORMED, "malformed message: " + what);
	}

}
