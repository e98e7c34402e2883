package io.membership.spring.event;

import java.lang.reflect.Method;

import io.membership.Internal;

/** Thrown when an annotated handler method has an invalid signature or annotation. */
@Internal
public final class InvalidHandlerMethodException extends RuntimeException {

	private final String action;

	InvalidHandlerMethodException(Method method, Class<?> annotation, String problem, String action) {
		super("The method " + method.getDeclaringClass().getName() + "." + method.getName() + " is annotated with @"
				+ annotation.getSimpleName() + " and " + problem);
		this.action = action;
	}

	/**
	 * Returns the remedy.
	 * @return a sentence
	 */
	public String action() {
		return this.action;
	}

}
