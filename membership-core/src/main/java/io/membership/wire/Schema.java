package io.membership.wire;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.msgpack.value.ValueType;

/**
 * The schema of a struct: the fields of its msgpack body, each declared once. The size of
 * the map, the order of fields, writing and reading follow from it.
 * <p>
 * A struct is written as a map, with its fields in the byte order of their names. Like
 * go-msgpack, the reader accepts a map in any order, or an array in the order in which
 * the schema declares the fields. It skips unknown fields. A missing or nil field has the
 * zero value, and so have all fields of a nil struct.
 *
 * @param <T> the record that holds a struct
 */
final class Schema<T> implements Form<T> {

	/**
	 * More fields than any version has, yet few enough that sending them is no attack.
	 */
	private static final int MAX_WIRE_FIELDS = 64;

	/** Fields in the order of declaration, which is that of the record's components. */
	private final Field<T, ?>[] fields;

	/** Indexes of the fields in the order of the wire. */
	private final int[] wireOrder;

	private final Constructor<T> constructor;

	private final @Nullable Object[] zeros;

	private final T zero;

	@SuppressWarnings("unchecked") // Java has no arrays of a generic type
	private Schema(Constructor<T> constructor, List<Field<T, ?>> fields) {
		this.constructor = constructor;
		this.fields = (Field<T, ?>[]) fields.toArray(new Field<?, ?>[0]);
		this.wireOrder = IntStream.range(0, fields.size())
			.boxed()
			.sorted(Comparator.comparing(fields::get, Field::byName))
			.mapToInt(Integer::intValue)
			.toArray();
		this.zeros = fields.stream().map(Field::zero).toArray();
		this.zero = constructor.from(this.zeros);
	}

	static <T, A> Schema<T> schema(Constructor.Of1<T, A> constructor, Field<T, A> a) {
		return new Schema<>(constructor, List.of(a));
	}

	static <T, A, B> Schema<T> schema(Constructor.Of2<T, A, B> constructor, Field<T, A> a, Field<T, B> b) {
		return new Schema<>(constructor, List.of(a, b));
	}

	static <T, A, B, C> Schema<T> schema(Constructor.Of3<T, A, B, C> constructor, Field<T, A> a, Field<T, B> b,
			Field<T, C> c) {
		return new Schema<>(constructor, List.of(a, b, c));
	}

	static <T, A, B, C, D> Schema<T> schema(Constructor.Of4<T, A, B, C, D> constructor, Field<T, A> a, Field<T, B> b,
			Field<T, C> c, Field<T, D> d) {
		return new Schema<>(constructor, List.of(a, b, c, d));
	}

	static <T, A, B, C, D, E> Schema<T> schema(Constructor.Of5<T, A, B, C, D, E> constructor, Field<T, A> a,
			Field<T, B> b, Field<T, C> c, Field<T, D> d, Field<T, E> e) {
		return new Schema<>(constructor, List.of(a, b, c, d, e));
	}

	static <T, A, B, C, D, E, F> Schema<T> schema(Constructor.Of6<T, A, B, C, D, E, F> constructor, Field<T, A> a,
			Field<T, B> b, Field<T, C> c, Field<T, D> d, Field<T, E> e, Field<T, F> f) {
		return new Schema<>(constructor, List.of(a, b, c, d, e, f));
	}

	static <T, A, B, C, D, E, F, G> Schema<T> schema(Constructor.Of7<T, A, B, C, D, E, F, G> constructor, Field<T, A> a,
			Field<T, B> b, Field<T, C> c, Field<T, D> d, Field<T, E> e, Field<T, F> f, Field<T, G> g) {
		return new Schema<>(constructor, List.of(a, b, c, d, e, f, g));
	}

	static <T, A, B, C, D, E, F, G, H> Schema<T> schema(Constructor.Of8<T, A, B, C, D, E, F, G, H> constructor,
			Field<T, A> a, Field<T, B> b, Field<T, C> c, Field<T, D> d, Field<T, E> e, Field<T, F> f, Field<T, G> g,
			Field<T, H> h) {
		return new Schema<>(constructor, List.of(a, b, c, d, e, f, g, h));
	}

	static <T, A, B, C, D, E, F, G, H, I, J, K> Schema<T> schema(
			Constructor.Of11<T, A, B, C, D, E, F, G, H, I, J, K> constructor, Field<T, A> a, Field<T, B> b,
			Field<T, C> c, Field<T, D> d, Field<T, E> e, Field<T, F> f, Field<T, G> g, Field<T, H> h, Field<T, I> i,
			Field<T, J> j, Field<T, K> k) {
		return new Schema<>(constructor, List.of(a, b, c, d, e, f, g, h, i, j, k));
	}

	@Override
	public T zero() {
		return this.zero;
	}

	@Override
	public boolean isEmpty(T struct) {
		return false;
	}

	@Override
	public void write(MsgpackWriter out, T struct) {
		int entries = 0;
		for (Field<T, ?> field : this.fields) {
			entries += field.isOmitted(struct) ? 0 : 1;
		}
		out.mapHeader(entries);
		for (int index : this.wireOrder) {
			Field<T, ?> field = this.fields[index];
			if (!field.isOmitted(struct)) {
				field.write(out, struct);
			}
		}
	}

	@Override
	public T read(MsgpackReader in) throws IOException {
		@Nullable Object[] row = in.enterStruct(this.zeros);
		ValueType type = in.nextType();
		if (type == ValueType.MAP) {
			readMap(in, row);
		}
		else if (type == ValueType.ARRAY) {
			readArray(in, row);
		}
		else {
			throw MsgpackReader.malformed("neither map nor array");
		}
		in.leaveStruct();
		return this.constructor.from(row);
	}

	private void readMap(MsgpackReader in, @Nullable Object[] row) throws IOException {
		int entries = in.mapHeader(MAX_WIRE_FIELDS);
		int next = 0;
		for (int i = 0; i < entries; i++) {
			int length = in.nameHeader();
			int place = place(in.buf, in.position(), length, next);
			in.stepOver(length);
			if (place < 0) {
				in.skipValue();
			}
			else {
				int index = this.wireOrder[place];
				row[index] = this.fields[index].read(in);
				next = place + 1;
			}
		}
	}

	private void readArray(MsgpackReader in, @Nullable Object[] row) throws IOException {
		int entries = in.arrayHeader(MAX_WIRE_FIELDS);
		for (int i = 0; i < entries; i++) {
			if (i < this.fields.length) {
				row[i] = this.fields[i].read(in);
			}
			else {
				in.skipValue();
			}
		}
	}

	/**
	 * Finds a field by its name.
	 * @param next the most likely index: the one after the previous field
	 * @return the index of the field in the order of the wire, or -1
	 */
	private int place(byte[] buf, int offset, int length, int next) {
		if (next < this.wireOrder.length && isAt(next, buf, offset, length)) {
			return next;
		}
		for (int place = 0; place < this.wireOrder.length; place++) {
			if (isAt(place, buf, offset, length)) {
				return place;
			}
		}
		return -1;
	}

	private boolean isAt(int place, byte[] buf, int offset, int length) {
		return this.fields[this.wireOrder[place]].isNamed(buf, offset, length);
	}

}
