package io.membership.spring.event;

import java.lang.reflect.Method;

/** An annotated method cannot take what it is annotated for. */
public final class InvalidHandlerMethodException extends RuntimeException {

	private final String action;

	InvalidHandlerMethodException(Method method, Class<?> annotation, String problem, String action) {
		super("The method " + method.getDeclaringClass().getName() + "." + method.getName() + " is annotated with @"
				+ annotation.getSimpleName() + " and " + problem);
		this.action = action;
	}

	/**
	 * What to do about it.
	 * @return a sentence
	 */
	public String action() {
		return this.action;
	}

}
