package io.membership.benchmarks.micro;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names a benchmark method in the records. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Case {

	/**
	 * Returns the suite.
	 * @return its name
	 */
	String suite();

	/**
	 * Returns the case in the suite.
	 * @return its name
	 */
	String name();

}
