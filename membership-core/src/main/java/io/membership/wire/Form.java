package io.membership.wire;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * The msgpack form of a type: how to write and read a value, and which value a nil or
 * missing field has.
 *
 * @param <V> the type of the values
 */
interface Form<V extends @Nullable Object> {

	/** An integer of 64 bits, unsigned: values of 2^63 and more are negative here. */
	Form<Long> U64 = of(0L, (value) -> value == 0, MsgpackReader::unsigned64, MsgpackWriter::unsigned64);

	/** {@code true} or {@code false}. */
	Form<Boolean> BOOLEAN = of(false, (value) -> !value, MsgpackReader::bool, MsgpackWriter::bool);

	/** A floating-point number. */
	Form<Double> DECIMAL = of(0.0, (value) -> value == 0, MsgpackReader::decimal, MsgpackWriter::decimal);

	/** A list of floating-point numbers. */
	Form<double[]> DECIMALS = of(new double[0], (value) -> value.length == 0, MsgpackReader::decimals,
			MsgpackWriter::decimals);

	/** UTF-8 text. */
	Form<String> TEXT = of("", String::isEmpty, MsgpackReader::text, MsgpackWriter::text);

	/** Bytes, or {@code null} for nil. */
	@SuppressWarnings("NullAway") // does not support nullable type
									// arguments yet
	Form<byte @Nullable []> NULLABLE_BYTES = of(null, (value) -> value == null || value.length == 0,
			MsgpackReader::bytes, MsgpackWriter::bytes);

	/** Bytes; nil is read as an empty array. */
	Form<byte[]> BYTES = of(new byte[0], (value) -> value.length == 0, MsgpackReader::bytes, MsgpackWriter::bytes);

	/** Returns the value of a nil or missing field. */
	V zero();

	/** Returns whether an optional field with this value is omitted. */
	boolean isEmpty(V value);

	/** Reads the next value, which is not nil. */
	V read(MsgpackReader in) throws IOException;

	/** Writes a value. */
	void write(MsgpackWriter out, V value);

	/** Returns the form of a list. */
	static <E extends @Nullable Object> Form<List<E>> list(Form<E> element) {
		return of(List.of(), List::isEmpty, (in) -> in.list(element), (out, list) -> out.list(element, list));
	}

	/** Returns the form of a map with text as keys, in the order of the map. */
	static <E> Form<Map<String, E>> map(Form<E> element) {
		return of(Map.of(), Map::isEmpty, (in) -> in.map(element), (out, map) -> out.map(element, map));
	}

	/** Returns a form that writes nil for an empty value. */
	static <V> Form<V> nilIfEmpty(Form<V> form) {
		return of(form.zero(), form::isEmpty, form::read, (out, value) -> {
			if (form.isEmpty(value)) {
				out.nil();
			}
			else {
				form.write(out, value);
			}
		});
	}

	/** Returns a form in which nil is {@code null}. */
	@SuppressWarnings("NullAway") // does not support nullable type
									// arguments yet
	static <V> Form<@Nullable V> nullable(Form<V> form) {
		return of(null, (value) -> value == null, form::read, (out, value) -> {
			if (value == null) {
				out.nil();
			}
			else {
				form.write(out, value);
			}
		});
	}

	private static <V extends @Nullable Object> Form<V> of(V zero, Predicate<V> empty, ValueReader<V> reader,
			BiConsumer<MsgpackWriter, V> writer) {
		return new OfFunctions<>(zero, empty, reader, writer);
	}

	/**
	 * Reads a value that is not nil.
	 *
	 * @param <V> the type of the value
	 */
	@FunctionalInterface
	interface ValueReader<V extends @Nullable Object> {

		V read(MsgpackReader in) throws IOException;

	}

	/** A form defined by functions. */
	record OfFunctions<V extends @Nullable Object>(V zero, Predicate<V> empty, ValueReader<V> reader,
			BiConsumer<MsgpackWriter, V> writer) implements Form<V> {

		@Override
		public boolean isEmpty(V value) {
			return this.empty.test(value);
		}

		@Override
		public V read(MsgpackReader in) throws IOException {
			return this.reader.read(in);
		}

		@Override
		public void write(MsgpackWriter out, V value) {
			this.writer.accept(out, value);
		}

	}

}
