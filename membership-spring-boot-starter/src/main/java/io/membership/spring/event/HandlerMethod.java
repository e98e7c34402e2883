package io.membership.spring.event;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import io.membership.spring.Payloads;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEvent;
import org.springframework.core.ResolvableType;
import org.springframework.util.ReflectionUtils;

/**
 * An annotated bean method that handles events of one kind. The constructor checks its
 * signature.
 */
final class HandlerMethod {

	private static final String PARAMETERS = "Declare the event, and the payload as byte[], String or, with a "
			+ "Jackson mapper, any other type; at most one of each.";

	private final Supplier<Object> bean;

	private final Method method;

	private final Method invocable;

	private final List<ResolvableType> parameters;

	private final ResolvableType result;

	private final Class<?> event;

	private final Class<?> annotation;

	private final Set<String> names;

	private final String cluster;

	private final Payloads payloads;

	/**
	 * Creates the handler method and checks its signature.
	 * @param bean supplies the bean at each call
	 * @param method the method of the bean's class
	 * @param invocable the same method, invocable on the bean, which may be a proxy
	 * @param types the types that the method declares
	 * @param annotation the annotation, for messages
	 * @param event the event type that it may declare as a parameter
	 * @param names names to listen to; none for all
	 * @param cluster the cluster to listen to; empty for all
	 * @param payloads encodes and decodes payloads
	 */
	HandlerMethod(Supplier<Object> bean, Method method, Method invocable, HandlerTypes types, Class<?> annotation,
			Class<?> event, Set<String> names, String cluster, Payloads payloads) {
		this.bean = bean;
		this.method = method;
		this.invocable = invocable;
		this.parameters = types.parameters();
		this.result = types.result();
		this.event = event;
		this.annotation = annotation;
		this.names = names;
		this.cluster = cluster;
		this.payloads = payloads;
		checkParameters();
		ReflectionUtils.makeAccessible(invocable);
	}

	boolean takes(String clusterName, String name) {
		return (this.cluster.isEmpty() || this.cluster.equals(clusterName))
				&& (this.names.isEmpty() || this.names.contains(name));
	}

	Set<String> names() {
		return this.names;
	}

	String cluster() {
		return this.cluster;
	}

	/** Returns whether the method returns a value. */
	boolean returns() {
		return !isVoid(this.result);
	}

	/** Returns whether the method returns an answer, directly or asynchronously. */
	boolean answers() {
		return !isVoid(AsyncResult.valueType(this.result));
	}

	/** Returns the class of the result, direct or asynchronous. */
	Class<?> resultType() {
		return AsyncResult.valueType(this.result).toClass();
	}

	private static boolean isVoid(ResolvableType type) {
		return type.toClass() == void.class || type.toClass() == Void.class;
	}

	/**
	 * Calls the method.
	 * @param event the event
	 * @param payload the payload of the event
	 * @return the result of the method
	 * @throws RuntimeException if the method throws it, or if the payload cannot be
	 * converted to its parameter
	 */
	@Nullable Object call(Object event, Supplier<byte[]> payload) {
		Object[] arguments = this.parameters.stream()
			.map((type) -> isEvent(type) ? event : this.payloads.decode(payload.get(), payloadType(type)))
			.toArray();
		return ReflectionUtils.invokeMethod(this.invocable, this.bean.get(), arguments);
	}

	InvalidHandlerMethodException invalid(String problem, String action) {
		return new InvalidHandlerMethodException(this.method, this.annotation, problem, action);
	}

	private void checkParameters() {
		int events = 0;
		int payloadParameters = 0;
		for (ResolvableType type : this.parameters) {
			if (isEvent(type)) {
				events++;
			}
			else if (ApplicationEvent.class.isAssignableFrom(type.toClass())) {
				throw invalid("takes a " + type.toClass().getSimpleName() + ", which is not a "
						+ this.event.getSimpleName() + ".", PARAMETERS);
			}
			else if (!this.payloads.supports(payloadType(type))) {
				throw invalid(
						"takes a " + type.toClass().getName()
								+ ", which needs a Jackson mapper, but none is available.",
						"Add spring-boot-starter-jackson, or declare byte[] or String.");
			}
			else {
				payloadParameters++;
			}
		}
		if (events > 1 || payloadParameters > 1) {
			throw invalid("has more than one parameter for the event or for the payload.", PARAMETERS);
		}
	}

	private boolean isEvent(ResolvableType type) {
		Class<?> raw = type.toClass();
		return ApplicationEvent.class.isAssignableFrom(raw) && raw.isAssignableFrom(this.event);
	}

	private Type payloadType(ResolvableType type) {
		Type resolved = HandlerTypes.resolve(type);
		if (resolved == null) {
			throw invalid("takes a " + type + ", whose type variable the bean does not state.",
					"State it in a subclass, or in the return type of the @Bean method.");
		}
		return resolved;
	}

	@Override
	public String toString() {
		return this.method.getDeclaringClass().getName() + "." + this.method.getName();
	}

}
