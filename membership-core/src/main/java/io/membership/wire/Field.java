package io.membership.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

import org.jspecify.annotations.Nullable;

/**
 * A field of a struct: its name on the wire, its form, and the component of the record
 * that holds it.
 *
 * @param <T> the record
 * @param <V> the type of the component
 */
final class Field<T, V extends @Nullable Object> {

	private static final int FIXED_RAW = 0xa0;

	/** Longest name with a header of one byte. */
	private static final int MAX_NAME = 31;

	/** The encoded name: a header of one byte, and the name in ASCII. */
	private final byte[] key;

	private final V zero;

	private final Form.ValueReader<V> reader;

	private final BiConsumer<MsgpackWriter, T> writer;

	private final Predicate<T> empty;

	private final boolean optional;

	private Field(String name, V zero, Form.ValueReader<V> reader, BiConsumer<MsgpackWriter, T> writer,
			Predicate<T> empty) {
		this(key(name), zero, reader, writer, empty, false);
	}

	private Field(byte[] key, V zero, Form.ValueReader<V> reader, BiConsumer<MsgpackWriter, T> writer,
			Predicate<T> empty, boolean optional) {
		this.key = key;
		this.zero = zero;
		this.reader = reader;
		this.writer = writer;
		this.empty = empty;
		this.optional = optional;
	}

	/** An integer of 8 bits, unsigned. */
	static <T> Field<T, Integer> u8(String name, ToLongFunction<T> getter) {
		return number(name, 0, (in) -> in.unsigned(0xff), getter, unsigned(name, 0xff));
	}

	/** An integer of 16 bits, unsigned. */
	static <T> Field<T, Integer> u16(String name, ToLongFunction<T> getter) {
		return number(name, 0, (in) -> in.unsigned(0xffff), getter, unsigned(name, 0xffff));
	}

	/** An integer of 32 bits, unsigned. */
	static <T> Field<T, Long> u32(String name, ToLongFunction<T> getter) {
		return number(name, 0L, MsgpackReader::unsigned32, getter, unsigned(name, 0xffff_ffffL));
	}

	/** An integer of 64 bits, unsigned: values of 2^63 and more are negative here. */
	static <T> Field<T, Long> u64(String name, ToLongFunction<T> getter) {
		return number(name, 0L, MsgpackReader::unsigned64, getter, MsgpackWriter::unsigned64);
	}

	/** An integer of 64 bits, signed. */
	static <T> Field<T, Long> i64(String name, ToLongFunction<T> getter) {
		return number(name, 0L, MsgpackReader::integer, getter, MsgpackWriter::integer);
	}

	/**
	 * A signed integer; a value that does not fit into 32 bits becomes the nearest one
	 * that does.
	 */
	static <T> Field<T, Integer> i32(String name, ToLongFunction<T> getter) {
		return number(name, 0, MsgpackReader::nearest32, getter, MsgpackWriter::integer);
	}

	static <T> Field<T, Double> decimal(String name, Function<T, Double> getter) {
		return value(name, Form.DECIMAL, getter);
	}

	static <T> Field<T, Boolean> bool(String name, Function<T, Boolean> getter) {
		return value(name, Form.BOOLEAN, getter);
	}

	static <T> Field<T, String> text(String name, Function<T, String> getter) {
		return value(name, Form.TEXT, getter);
	}

	/** Bytes, or {@code null} for nil. */
	static <T> Field<T, byte @Nullable []> bytes(String name, Function<T, byte @Nullable []> getter) {
		return value(name, Form.NULLABLE_BYTES, getter);
	}

	/** A value of any form. */
	static <T, V extends @Nullable Object> Field<T, V> value(String name, Form<V> form, Function<T, V> getter) {
		return new Field<>(name, form.zero(), form::read, (out, struct) -> form.write(out, getter.apply(struct)),
				(struct) -> form.isEmpty(getter.apply(struct)));
	}

	private static <T, V> Field<T, V> number(String name, V zero, Form.ValueReader<V> reader, ToLongFunction<T> getter,
			ObjLongConsumer<MsgpackWriter> writer) {
		return new Field<>(name, zero, reader, (out, struct) -> writer.accept(out, getter.applyAsLong(struct)),
				(struct) -> getter.applyAsLong(struct) == 0);
	}

	private static ObjLongConsumer<MsgpackWriter> unsigned(String name, long max) {
		return (out, value) -> {
			if (value < 0 || value > max) {
				throw new IllegalArgumentException(name + " " + value + " is not between 0 and " + max);
			}
			out.integer(value);
		};
	}

	private static byte[] key(String name) {
		byte[] ascii = name.getBytes(StandardCharsets.US_ASCII);
		if (ascii.length > MAX_NAME) {
			throw new IllegalArgumentException(name + " is longer than " + MAX_NAME + " bytes");
		}
		byte[] key = new byte[1 + ascii.length];
		key[0] = (byte) (FIXED_RAW | ascii.length);
		System.arraycopy(ascii, 0, key, 1, ascii.length);
		return key;
	}

	/** Returns a copy that is omitted when it is zero or empty. */
	Field<T, V> omitEmpty() {
		return new Field<>(this.key, this.zero, this.reader, this.writer, this.empty, true);
	}

	/** Returns whether the field of a struct is omitted. */
	boolean isOmitted(T struct) {
		return this.optional && this.empty.test(struct);
	}

	void write(MsgpackWriter out, T struct) {
		out.raw(this.key);
		this.writer.accept(out, struct);
	}

	/** Reads the value of the field. */
	V read(MsgpackReader in) throws IOException {
		return in.skippedNil() ? this.zero : this.reader.read(in);
	}

	V zero() {
		return this.zero;
	}

	/** Returns whether the field has this name. Case-sensitive, as in the peers. */
	boolean isNamed(byte[] buf, int offset, int length) {
		return this.key.length == 1 + length
				&& Arrays.equals(this.key, 1, this.key.length, buf, offset, offset + length);
	}

	/** Compares by the names' bytes, which is the order of fields on the wire. */
	static int byName(Field<?, ?> one, Field<?, ?> other) {
		return Arrays.compareUnsigned(one.key, 1, one.key.length, other.key, 1, other.key.length);
	}

}
