package io.membership.spring.event;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Adapts asynchronous results: a {@link CompletionStage}, and types that
 * {@link ReactiveAdapterRegistry} knows as having at most one value, such as a Mono.
 */
final class AsyncResult {

	private static final String PUBLISHER = "org.reactivestreams.Publisher";

	private static final boolean reactiveStreamsPresent = ClassUtils.isPresent(PUBLISHER,
			AsyncResult.class.getClassLoader());

	private AsyncResult() {
	}

	/**
	 * Returns the type of the value, or the type itself if its value is not asynchronous.
	 */
	static ResolvableType valueType(ResolvableType type) {
		ResolvableType value = type;
		while (true) {
			ReactiveAdapter adapter = adapter(value.toClass());
			if (CompletionStage.class.isAssignableFrom(value.toClass())) {
				value = value.as(CompletionStage.class).getGeneric();
			}
			else if (adapter != null && !adapter.isMultiValue()) {
				if (adapter.isNoValue()) {
					return ResolvableType.forClass(Void.class);
				}
				value = value.as(adapter.getReactiveType()).getGeneric();
			}
			else {
				return value;
			}
		}
	}

	/**
	 * Returns whether a type cannot be an answer, because it can have several values or
	 * because reading its value blocks.
	 */
	static boolean isUnsupported(Class<?> type) {
		ReactiveAdapter adapter = adapter(type);
		if (CompletionStage.class.isAssignableFrom(type)) {
			return false;
		}
		return (adapter != null) ? adapter.isMultiValue() : Future.class.isAssignableFrom(type)
				|| Flow.Publisher.class.isAssignableFrom(type) || isPublisher(type);
	}

	/**
	 * Adapts a result without blocking.
	 * @param result the result of a method
	 * @return completes with the value, {@code null} if there is none
	 */
	static CompletionStage<?> of(@Nullable Object result) {
		if (result instanceof CompletionStage<?> stage) {
			return stage.thenCompose(AsyncResult::of);
		}
		if (result == null) {
			return CompletableFuture.completedFuture(null);
		}
		if (isUnsupported(result.getClass())) {
			throw new IllegalStateException("A " + result.getClass().getName() + " is no single answer");
		}
		ReactiveAdapter adapter = adapter(result.getClass());
		return (adapter != null) ? First.of(adapter, result).thenCompose(AsyncResult::of)
				: CompletableFuture.completedFuture(result);
	}

	private static @Nullable ReactiveAdapter adapter(Class<?> type) {
		return reactiveStreamsPresent ? ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) : null;
	}

	private static boolean isPublisher(Class<?> type) {
		return ClassUtils.getAllInterfacesForClassAsSet(type)
			.stream()
			.anyMatch((each) -> each.getName().equals(PUBLISHER));
	}

	/** Completes with the first value. Loaded only if Reactive Streams is present. */
	private static final class First implements Subscriber<Object> {

		private final CompletableFuture<@Nullable Object> value = new CompletableFuture<>();

		private @Nullable Subscription subscription;

		static CompletableFuture<@Nullable Object> of(ReactiveAdapter adapter, Object result) {
			Publisher<Object> publisher = adapter.toPublisher(result);
			First first = new First();
			publisher.subscribe(first);
			return first.value;
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.subscription = subscription;
			subscription.request(1);
		}

		@Override
		public void onNext(Object next) {
			this.value.complete(next);
			if (this.subscription != null) {
				this.subscription.cancel();
			}
		}

		@Override
		public void onError(Throwable failure) {
			this.value.completeExceptionally(failure);
		}

		@Override
		public void onComplete() {
			this.value.complete(null);
		}

	}

}
