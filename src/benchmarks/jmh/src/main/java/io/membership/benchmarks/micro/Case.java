package io.membership.benchmarks.micro;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says under which name a benchmark method stands in the records. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Case {

	/**
	 * The suite.
	 * @return its name
	 */
	String suite();

	/**
	 * The case in the suite.
	 * @return its name
	 */
	String name();

}
