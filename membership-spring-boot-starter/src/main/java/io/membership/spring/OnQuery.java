package io.membership.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Marks a bean method that answers queries of Serf's protocol.
 * <p>
 * The method may have two parameters in any order: a
 * {@link io.membership.spring.event.QueryEvent}, and the payload as {@code byte[]}, as
 * {@link String} or, if a Jackson mapper is available, as any type that JSON can be
 * converted to. The return value is the answer: {@code byte[]}, {@link String}, any other
 * object as JSON, a {@link java.util.concurrent.CompletionStage} of one of these, or
 * another type with at most one value that
 * {@link org.springframework.core.ReactiveAdapterRegistry} knows, such as a Mono.
 * {@code null} and {@code void} do not answer; a method without a result may answer
 * through the event. An answer that is too large is logged and not sent.
 * <p>
 * Threading, order and error handling are those of {@link OnUserEvent}. Only one method
 * can answer queries of a name.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Reflective(HandlerReflectiveProcessor.class)
public @interface OnQuery {

	/**
	 * Names of the queries; may contain placeholders.
	 * @return the names, at least one
	 */
	String[] value();

	/**
	 * Name of the cluster within the application whose queries to answer.
	 * @return a name under {@code membership.clusters} or {@code primary}; empty for all
	 */
	String cluster() default "";

}
