package io.membership.spring;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.concurrent.CompletionStage;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.aot.hint.annotation.ReflectiveProcessor;
import org.springframework.context.ApplicationEvent;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Contributes hints for ahead-of-time processing: annotated methods are called by
 * reflection, and their payloads and results are converted from and to JSON.
 */
final class HandlerReflectiveProcessor implements ReflectiveProcessor {

	private final BindingReflectionHintsRegistrar binding = new BindingReflectionHintsRegistrar();

	@Override
	public void registerReflectionHints(ReflectionHints hints, AnnotatedElement element) {
		if (!(element instanceof Method method)) {
			return;
		}
		hints.registerMethod(method, ExecutableMode.INVOKE);
		for (Type parameter : method.getGenericParameterTypes()) {
			register(hints, ResolvableType.forType(parameter));
		}
		register(hints, valueOf(ResolvableType.forMethodReturnType(method)));
	}

	/** The type of the value that a promise or a Mono has. */
	private static ResolvableType valueOf(ResolvableType result) {
		ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(result.toClass());
		ResolvableType stage = result.as((adapter != null) ? adapter.getReactiveType() : CompletionStage.class);
		return stage.equals(ResolvableType.NONE) ? result : valueOf(stage.getGeneric());
	}

	private void register(ReflectionHints hints, ResolvableType type) {
		Class<?> raw = type.toClass();
		if (!ClassUtils.isSimpleValueType(raw) && raw != byte[].class && raw != Object.class
				&& !ApplicationEvent.class.isAssignableFrom(raw)) {
			// a resolved generic type is still the type variable here
			this.binding.registerReflectionHints(hints,
					(type.getType() instanceof TypeVariable<?>) ? raw : type.getType());
		}
	}

}
