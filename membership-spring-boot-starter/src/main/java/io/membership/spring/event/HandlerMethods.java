package io.membership.spring.event;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

import io.membership.spring.OnQuery;
import io.membership.spring.OnUserEvent;
import io.membership.spring.Payloads;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Finds the annotated methods of all beans in the same way as Spring finds event
 * listeners.
 */
final class HandlerMethods {

	private static final List<Class<? extends Annotation>> ANNOTATIONS = List.of(OnUserEvent.class, OnQuery.class);

	private final ConfigurableListableBeanFactory beans;

	private final Payloads payloads;

	private final List<HandlerMethod> onUserEvent = new ArrayList<>();

	private final List<HandlerMethod> onQuery = new ArrayList<>();

	HandlerMethods(ConfigurableListableBeanFactory beans, Payloads payloads) {
		this.beans = beans;
		this.payloads = payloads;
	}

	List<HandlerMethod> onUserEvent() {
		return this.onUserEvent;
	}

	List<HandlerMethod> onQuery() {
		return this.onQuery;
	}

	/**
	 * Inspects all beans, without creating lazy ones.
	 * @param clusters names of the existing clusters
	 * @throws InvalidHandlerMethodException if a method has an invalid signature or
	 * annotation
	 */
	void find(Set<String> clusters) {
		forEachCandidate(this.beans, this::find);
		for (HandlerMethod method : this.onUserEvent) {
			checkCluster(method, clusters);
			if (method.returns()) {
				throw method.invalid("returns a value, but return values of user-event handlers are ignored.",
						"Let it return void.");
			}
		}
		for (HandlerMethod method : this.onQuery) {
			checkCluster(method, clusters);
			checkResult(method);
		}
		checkOneAnswerEach();
	}

	/** Returns the annotated methods of all beans, without checking them. */
	static List<Method> annotated(ConfigurableListableBeanFactory beans) {
		List<Method> methods = new ArrayList<>();
		forEachCandidate(beans,
				(name, type) -> methods.addAll(MethodIntrospector.selectMethods(type,
						(ReflectionUtils.MethodFilter) (method) -> ANNOTATIONS.stream()
							.anyMatch((each) -> AnnotatedElementUtils.hasAnnotation(method, each)))));
		return methods;
	}

	private static void forEachCandidate(ConfigurableListableBeanFactory beans,
			BiConsumer<String, Class<?>> candidate) {
		for (String name : beans.getBeanNamesForType(Object.class, true, false)) {
			Class<?> type = ScopedProxyUtils.isScopedTarget(name) ? null
					: AutoProxyUtils.determineTargetClass(beans, name);
			if (type != null && AnnotationUtils.isCandidateClass(type, ANNOTATIONS)) {
				candidate.accept(name, type);
			}
		}
	}

	private void find(String beanName, Class<?> type) {
		ResolvableType bean = HandlerTypes.ofBean(type, this.beans.containsBeanDefinition(beanName)
				? this.beans.getMergedBeanDefinition(beanName).getResolvableType() : null);
		Map<Method, OnUserEvent> events = MethodIntrospector.selectMethods(type,
				(Method method) -> AnnotatedElementUtils.findMergedAnnotation(method, OnUserEvent.class));
		events.forEach((method, annotation) -> this.onUserEvent.add(handler(beanName, bean, method, OnUserEvent.class,
				UserEvent.class, annotation.value(), annotation.cluster())));
		Map<Method, OnQuery> queries = MethodIntrospector.selectMethods(type,
				(Method method) -> AnnotatedElementUtils.findMergedAnnotation(method, OnQuery.class));
		queries.forEach((method, annotation) -> this.onQuery.add(handler(beanName, bean, method, OnQuery.class,
				QueryEvent.class, annotation.value(), annotation.cluster())));
	}

	private HandlerMethod handler(String beanName, ResolvableType bean, Method method, Class<?> annotation,
			Class<?> event, String[] names, String cluster) {
		Set<String> resolved = Arrays.stream(names)
			.map(this::resolve)
			.collect(Collectors.toCollection(LinkedHashSet::new));
		HandlerMethod handler = new HandlerMethod(() -> this.beans.getBean(beanName), method,
				invocable(beanName, method, bean.toClass()), new HandlerTypes(method, bean), annotation, event,
				resolved, resolve(cluster), this.payloads);
		if (resolved.contains("") || (resolved.isEmpty() && annotation == OnQuery.class)) {
			throw handler.invalid("has no name.",
					"Name the queries, as in @" + annotation.getSimpleName() + "(\"name\").");
		}
		return handler;
	}

	private Method invocable(String beanName, Method method, Class<?> target) {
		Class<?> type = this.beans.getType(beanName);
		if (type == null) {
			return method;
		}
		// a generic interface declares the method with different parameters from its
		// class
		for (Class<?> each : Proxy.isProxyClass(type) ? type.getInterfaces() : new Class<?>[0]) {
			for (Method declared : each.getMethods()) {
				Method specific = AopUtils.getMostSpecificMethod(declared, target);
				if (specific.equals(method)) {
					return declared;
				}
			}
		}
		return AopUtils.selectInvocableMethod(method, type);
	}

	private String resolve(String text) {
		String resolved = this.beans.resolveEmbeddedValue(text);
		return (resolved != null) ? resolved : "";
	}

	private void checkResult(HandlerMethod method) {
		if (AsyncResult.isUnsupported(method.resultType())) {
			throw method.invalid("returns a " + method.resultType().getName() + ", but a query has one answer.",
					"Return the value, a CompletableFuture, or a type with one value such as Mono.");
		}
		if (method.answers() && !this.payloads.supports(method.resultType())) {
			throw method.invalid(
					"returns a " + method.resultType().getName()
							+ ", which needs a Jackson mapper, but none is available.",
					"Add spring-boot-starter-jackson, or return byte[] or String.");
		}
	}

	private static void checkCluster(HandlerMethod method, Set<String> clusters) {
		if (!method.cluster().isEmpty() && !clusters.contains(method.cluster())) {
			throw method.invalid("refers to unknown cluster '" + method.cluster() + "'.",
					"Use one of " + clusters + ", or none for all.");
		}
	}

	/**
	 * Rejects two methods that answer the same query: only the first answer counts, so
	 * the result would be arbitrary.
	 */
	private void checkOneAnswerEach() {
		List<HandlerMethod> answering = this.onQuery.stream().filter(HandlerMethod::answers).toList();
		for (int i = 0; i < answering.size(); i++) {
			for (HandlerMethod other : answering.subList(i + 1, answering.size())) {
				String name = commonName(answering.get(i), other);
				if (name != null) {
					throw answering.get(i)
						.invalid("answers the query '" + name + "', as " + other + " does.",
								"Let only one of them answer, or return void.");
				}
			}
		}
	}

	private static @Nullable String commonName(HandlerMethod one, HandlerMethod other) {
		boolean sameCluster = one.cluster().isEmpty() || other.cluster().isEmpty()
				|| one.cluster().equals(other.cluster());
		return sameCluster ? one.names().stream().filter(other.names()::contains).findFirst().orElse(null) : null;
	}

}
