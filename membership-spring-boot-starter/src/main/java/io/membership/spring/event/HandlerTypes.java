package io.membership.spring.event;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Resolves the declared types of a method against its bean, so handlers can be in a
 * generic base class or interface.
 */
final class HandlerTypes {

	private final Method method;

	private final ResolvableType bean;

	/**
	 * Creates the types of a method.
	 * @param method the method
	 * @param bean the type of the bean, with its generics
	 */
	HandlerTypes(Method method, ResolvableType bean) {
		this.method = generic(method, bean.toClass());
		this.bean = bean;
	}

	/**
	 * Returns the method as the bean type declares it, because the class of a lambda
	 * expression declares it with erased types.
	 */
	private static Method generic(Method method, Class<?> bean) {
		Method declared = method.getDeclaringClass().isAssignableFrom(bean) ? null
				: ClassUtils.getMethodIfAvailable(bean, method.getName(), method.getParameterTypes());
		return (declared != null) ? declared : method;
	}

	/**
	 * Returns the type of a bean with all generics that its class and its definition
	 * declare. For example, the return type {@code Handler<Order>} of a {@code @Bean}
	 * method declares those of a {@code new GenericHandler<>()}.
	 * @param type class of the bean
	 * @param defined type in the bean definition, or {@code null} if there is none
	 */
	static ResolvableType ofBean(Class<?> type, @Nullable ResolvableType defined) {
		ResolvableType own = ResolvableType.forClass(type);
		Class<?> raw = (defined != null) ? defined.resolve() : null;
		if (defined == null || raw == null || !defined.hasGenerics() || !raw.isAssignableFrom(type)) {
			return own;
		}
		ResolvableType seen = own.as(raw);
		if (!seen.hasUnresolvableGenerics()) {
			return own;
		}
		TypeVariable<?>[] variables = type.getTypeParameters();
		if (variables.length == 0) {
			// the class of a lambda expression declares no generics
			return defined;
		}
		ResolvableType[] generics = Stream.of(variables)
			.map((variable) -> IntStream.range(0, seen.getGenerics().length)
				.filter((i) -> seen.getGeneric(i).getType().equals(variable))
				.mapToObj((i) -> defined.getGeneric(i))
				.findFirst()
				.orElseGet(() -> ResolvableType.forType(variable)))
			.toArray(ResolvableType[]::new);
		return ResolvableType.forClassWithGenerics(type, generics);
	}

	List<ResolvableType> parameters() {
		return IntStream.range(0, this.method.getParameterCount()).mapToObj(this::at).toList();
	}

	ResolvableType result() {
		return at(-1);
	}

	private ResolvableType at(int index) {
		return ResolvableType.forMethodParameter(new MethodParameter(this.method, index), this.bean);
	}

	/**
	 * Returns the type with its type variables replaced by classes.
	 * @param type the type of a parameter or of a result
	 * @return the type, or {@code null} if the bean does not declare the class of a
	 * variable
	 */
	static @Nullable Type resolve(ResolvableType type) {
		return resolve(type, new HashSet<>());
	}

	private static @Nullable Type resolve(ResolvableType type, Set<TypeVariable<?>> path) {
		Class<?> raw = type.resolve();
		if (type.getType() instanceof TypeVariable<?> variable) {
			if (raw == null || !path.add(variable)) {
				return raw;
			}
		}
		if (type.getType() instanceof Class<?> || raw == null) {
			return (raw != null) ? raw : Object.class;
		}
		if (type.isArray()) {
			Type component = resolve(type.getComponentType(), path);
			return (component == null || component instanceof Class<?>) ? arrayOf((Class<?>) component)
					: (GenericArrayType) () -> component;
		}
		ResolvableType[] generics = type.getGenerics();
		ResolvableType[] resolved = new ResolvableType[generics.length];
		for (int i = 0; i < generics.length; i++) {
			if (generics[i].getType() instanceof TypeVariable<?> variable && variable.getGenericDeclaration() == raw) {
				// a raw type
				return raw;
			}
			Type generic = resolve(generics[i], new HashSet<>(path));
			if (generic == null) {
				return null;
			}
			resolved[i] = ResolvableType.forType(generic);
		}
		return (generics.length == 0) ? raw : ResolvableType.forClassWithGenerics(raw, resolved).getType();
	}

	private static @Nullable Class<?> arrayOf(@Nullable Class<?> component) {
		return (component != null) ? component.arrayType() : null;
	}

}
