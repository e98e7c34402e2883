package io.membership.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Marks a bean method that receives user events of Serf's protocol.
 * <p>
 * The method may have two parameters in any order: a
 * {@link io.membership.spring.event.UserEvent}, and the payload as {@code byte[]}, as
 * {@link String} or, if a Jackson mapper is available, as any type that JSON can be
 * converted to. It returns {@code void}. Payloads come from the network: one that cannot
 * be converted is logged and dropped.
 * <p>
 * Methods are called one at a time on a separate thread, not before the application
 * context is refreshed nor after it began to close. A slow method delays later events and
 * queries for annotated methods, and nothing else. Exceptions that a method throws are
 * logged.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Reflective(HandlerReflectiveProcessor.class)
public @interface OnUserEvent {

	/**
	 * Names of the events; may contain placeholders.
	 * @return the names; none for all events
	 */
	String[] value() default {};

	/**
	 * Name of the cluster within the application whose events to receive.
	 * @return a name under {@code membership.clusters} or {@code primary}; empty for all
	 */
	String cluster() default "";

}
