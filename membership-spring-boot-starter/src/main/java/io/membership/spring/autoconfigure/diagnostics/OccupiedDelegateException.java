package io.membership.spring.autoconfigure.diagnostics;

import io.membership.Internal;

/**
 * Thrown when a bean is a delegate of a kind that Serf's protocol implements itself.
 */
@Internal
public final class OccupiedDelegateException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String beanName;

	private final Class<?> kind;

	/**
	 * Creates the exception.
	 * @param beanName name of the delegate bean
	 * @param kind type of the delegate
	 */
	public OccupiedDelegateException(String beanName, Class<?> kind) {
		super("The bean '" + beanName + "' is a " + kind.getSimpleName()
				+ ", which Serf's protocol implements itself.");
		this.beanName = beanName;
		this.kind = kind;
	}

	String beanName() {
		return this.beanName;
	}

	Class<?> kind() {
		return this.kind;
	}

}
