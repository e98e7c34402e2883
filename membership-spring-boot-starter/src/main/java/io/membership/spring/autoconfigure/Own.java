package io.membership.spring.autoconfigure;

import java.util.function.Supplier;

import io.membership.Internal;

import org.springframework.beans.factory.BeanFactory;

/**
 * The instance of a bean that the starter itself uses. Applications inject the bean; the
 * beans of the starter inject its {@code Own}. So a test can replace the bean that the
 * application injects, for example by a mock, while the member runs as always.
 *
 * @param <T> type of the bean
 */
@Internal
public final class Own<T> {

	private final T instance;

	private Own(T instance) {
		this.instance = instance;
	}

	/**
	 * Creates the instance if the starter defines the bean, even if a test has replaced
	 * it since; otherwise takes the bean of the application.
	 * @param <T> type of the bean
	 * @param beans the bean factory
	 * @param name name of the bean if the starter defines it
	 * @param type type of the bean
	 * @param create creates the instance
	 * @return the instance
	 */
	public static <T> Own<T> of(BeanFactory beans, String name, Class<T> type, Supplier<? extends T> create) {
		return new Own<>(beans.containsBean(name) ? create.get() : beans.getBean(type));
	}

	/**
	 * Returns the instance.
	 * @return the instance that the starter uses
	 */
	public T get() {
		return this.instance;
	}

	@Override
	public String toString() {
		return "Own[" + this.instance + "]";
	}

}
