package io.membership.spring.autoconfigure;

/** There is a delegate of a kind that Serf's protocol needs itself. */
final class OccupiedDelegateException extends RuntimeException {

	private final String beanName;

	private final Class<?> kind;

	OccupiedDelegateException(String beanName, Class<?> kind) {
		super("The bean '" + beanName + "' is a " + kind.getSimpleName() + ", which Serf's protocol needs itself.");
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
