package io.membership.spring.event;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import io.membership.spring.Payloads;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.util.ReflectionUtils;

/**
 * A method of a bean that takes events of one kind. What it declares is checked when this
 * is created.
 */
final class HandlerMethod {

	private static final String PARAMETERS = "Let it take the event, the payload as byte[] or String, or with a mapper "
			+ "of Jackson as any other type; at most one of each.";

	private final Supplier<Object> bean;

	private final Method method;

	private final Class<?> annotation;

	private final Set<String> names;

	private final String cluster;

	private final Payloads payloads;

	/**
	 * Creates the description.
	 * @param bean gives the bean when it is called
	 * @param method the method, callable on the bean
	 * @param annotation the annotation, for messages
	 * @param event the type of event that it may take
	 * @param names names to listen to; none for all
	 * @param cluster the cluster to listen to; empty for all
	 * @param payloads encodes and decodes
	 */
	HandlerMethod(Supplier<Object> bean, Method method, Class<?> annotation, Class<?> event, Set<String> names,
			String cluster, Payloads payloads) {
		this.bean = bean;
		this.method = method;
		this.annotation = annotation;
		this.names = names;
		this.cluster = cluster;
		this.payloads = payloads;
		checkParameters(event);
		ReflectionUtils.makeAccessible(method);
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

	/** Whether what it returns is an answer. */
	boolean answers() {
		return this.method.getReturnType() != void.class && this.method.getReturnType() != Void.class;
	}

	/** The class that it returns, or promises. */
	Class<?> resultType() {
		ResolvableType result = ResolvableType.forMethodReturnType(this.method);
		ResolvableType stage = result.as(CompletionStage.class);
		return (!stage.equals(ResolvableType.NONE) ? stage.getGeneric() : result).toClass();
	}

	/**
	 * Calls the method.
	 * @param event the event
	 * @param payload what the event carries
	 * @return what it has returned
	 * @throws RuntimeException what it has thrown, or because it cannot be called with
	 * that payload
	 */
	@Nullable Object call(Object event, Supplier<byte[]> payload) {
		Parameter[] parameters = this.method.getParameters();
		Object[] arguments = new Object[parameters.length];
		for (int i = 0; i < parameters.length; i++) {
			arguments[i] = parameters[i].getType().isInstance(event) ? event
					: this.payloads.decode(payload.get(), parameters[i].getParameterizedType());
		}
		return ReflectionUtils.invokeMethod(this.method, this.bean.get(), arguments);
	}

	InvalidHandlerMethodException invalid(String problem, String action) {
		return new InvalidHandlerMethodException(this.method, this.annotation, problem, action);
	}

	private void checkParameters(Class<?> event) {
		int events = 0;
		int payloadParameters = 0;
		for (Parameter parameter : this.method.getParameters()) {
			Class<?> type = parameter.getType();
			if (type == event) {
				events++;
			}
			else if (ClusterApplicationEvent.class.isAssignableFrom(type)) {
				throw invalid("takes a " + type.getSimpleName() + ", which is no " + event.getSimpleName() + ".",
						PARAMETERS);
			}
			else if (!this.payloads.supports(parameter.getParameterizedType())) {
				throw invalid(
						"takes a " + type.getName() + ", for which a mapper of Jackson is needed, and there is none.",
						"Add spring-boot-starter-jackson, or take byte[] or String.");
			}
			else {
				payloadParameters++;
			}
		}
		if (events > 1 || payloadParameters > 1) {
			throw invalid("has more than one parameter for the same.", PARAMETERS);
		}
	}

	@Override
	public String toString() {
		return this.method.getDeclaringClass().getName() + "." + this.method.getName();
	}

}
