package io.membership.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a test only where a program is on the path. Elsewhere the test is skipped, unless
 * the system property {@value Requirement#PROPERTY} is {@code true}: then it fails, so a
 * build that must prove interoperability cannot pass without it.
 */
@Documented
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Tag("interop")
@ExtendWith(RequiresProgramCondition.class)
public @interface RequiresProgram {

	/**
	 * Returns the name of the program.
	 * @return the name, without a folder
	 */
	String value();

}
