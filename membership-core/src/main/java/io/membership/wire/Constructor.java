package io.membership.wire;

import org.jspecify.annotations.Nullable;

/**
 * A constructor of a record that takes its components from an array of values. The nested
 * interfaces are constructors with a certain number of components.
 *
 * @param <T> the record
 */
interface Constructor<T> {

	/** Creates a record from the values of its components. */
	T from(@Nullable Object[] row);

	@SuppressWarnings({ "unchecked", "TypeParameterUnusedInFormals" }) // the field at
																		// this index has
																		// read the value
	private static <V> V at(@Nullable Object[] row, int index) {
		return (V) row[index];
	}

	@FunctionalInterface
	interface Of1<T, A> extends Constructor<T> {

		T create(A a);

		@Override
		default T from(@Nullable Object[] row) {
			return create(at(row, 0));
		}

	}

	@FunctionalInterface
	interface Of2<T, A, B> extends Constructor<T> {

		T create(A a, B b);

		@Override
		default T from(@Nullable Object[] row) {
			return create(at(row, 0), at(row, 1));
		}

	}

	@FunctionalInterface
	interface Of3<T, A, B, C> extends Constructor<T> {

		T create(A a, B b, C c);

		@Override
		default T from(@Nullable Object[] row) {
			return create(at(row, 0), at(row, 1), at(row, 2));
		}

	}

	@FunctionalInterface
	interface Of4<T, A, B, C, D> extends Constructor<T> {

		T create(A a, B b, C c, D d);

		@Override
		default T from(@Nullable Object[] row) {
			return create(at(row, 0), at(row, 1), at(row, 2), at(row, 3));
		}

	}

	@FunctionalInterface
	interface Of5<T, A, B, C, D, E> extends Constructor<T> {

		T create(A a, B b, C c, D d, E e);

		@Override
		default T from(@Nullable Object[] row) {
			return create(at(row, 0), at(row, 1), at(row, 2), at(row, 3), at(row, 4));
		}

	}

	@FunctionalInterface
	interface Of6<T, A, B, C, D, E, F> extends Constructor<T> {

		T create(A a, B b, C c, D d, E e, F f);

		@Override
		default T from(@Nullable Object[] row) {
			return create(at(row, 0), at(row, 1), at(row, 2), at(row, 3), at(row, 4), at(row, 5));
		}

	}

	@FunctionalInterface
	interface Of7<T, A, B, C, D, E, F, G> extends Constructor<T> {

		T create(A a, B b, C c, D d, E e, F f, G g);

		@Override
		default T from(@Nullable Object[] row) {
			return create(at(row, 0), at(row, 1), at(row, 2), at(row, 3), at(row, 4), at(row, 5), at(row, 6));
		}

	}

	@FunctionalInterface
	interface Of8<T, A, B, C, D, E, F, G, H> extends Constructor<T> {

		T create(A a, B b, C c, D d, E e, F f, G g, H h);

		@Override
		default T from(@Nullable Object[] row) {
			return create(at(row, 0), at(row, 1), at(row, 2), at(row, 3), at(row, 4), at(row, 5), at(row, 6),
					at(row, 7));
		}

	}

	@FunctionalInterface
	interface Of11<T, A, B, C, D, E, F, G, H, I, J, K> extends Constructor<T> {

		T create(A a, B b, C c, D d, E e, F f, G g, H h, I i, J j, K k);

		@Override
		default T from(@Nullable Object[] row) {
			return create(at(row, 0), at(row, 1), at(row, 2), at(row, 3), at(row, 4), at(row, 5), at(row, 6),
					at(row, 7), at(row, 8), at(row, 9), at(row, 10));
		}

	}

}
