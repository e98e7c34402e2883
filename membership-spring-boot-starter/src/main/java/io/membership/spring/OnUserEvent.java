package io.membership.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Marks a method of a bean that takes user events of Serf's protocol.
 * <p>
 * The method may have two parameters in any order: a
 * {@link io.membership.spring.event.UserEvent}, and the payload as {@code byte[]}, as
 * {@link String} or, if there is a mapper of Jackson, as any type that JSON can be read
 * as. It returns nothing. Payloads come from the network: what cannot be read is logged
 * and dropped.
 * <p>
 * Methods are called one at a time on a thread of their own, not before the application
 * context is refreshed nor after it began to close. One that takes long delays later
 * events and queries for annotated methods, nothing else. What a method throws is logged.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Reflective(HandlerReflectiveProcessor.class)
public @interface OnUserEvent {

	/**
	 * Names of the events; may contain placeholders.
	 * @return the names; none for every event
	 */
	String[] value() default {};

	/**
	 * Which of the application's clusters to listen to.
	 * @return a name under {@code membership.clusters} or {@code primary}; empty for all
	 */
	String cluster() default "";

}
