package io.membership.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.core.annotation.AliasFor;

/**
 * Tests an application in a cluster of real members: {@link SpringBootTest} with
 * {@link AutoConfigureMembership}.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest
@AutoConfigureMembership
public @interface MembershipTest {

	/**
	 * Returns the number of members beside the application.
	 * @return the number, called {@code member-1}, {@code member-2} and so on
	 */
	@AliasFor(annotation = AutoConfigureMembership.class)
	int members() default 2;

	/**
	 * Returns properties of the application as {@code key=value}.
	 * @return the properties
	 */
	@AliasFor(annotation = SpringBootTest.class)
	String[] properties() default {};

	/**
	 * Returns the configuration classes of the application.
	 * @return the classes; by default Spring Boot looks for the application
	 */
	@AliasFor(annotation = SpringBootTest.class)
	Class<?>[] classes() default {};

	/**
	 * Returns which web environment the application has.
	 * @return the web environment
	 */
	@AliasFor(annotation = SpringBootTest.class)
	SpringBootTest.WebEnvironment webEnvironment() default SpringBootTest.WebEnvironment.MOCK;

}
