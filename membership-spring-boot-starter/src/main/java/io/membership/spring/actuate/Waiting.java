package io.membership.spring.actuate;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/** Waits for what an operation of an endpoint has asked for. */
final class Waiting {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private Waiting() {
	}

	/** For what depends on no argument of the request any more. */
	static <T extends @Nullable Object> T of(CompletableFuture<T> future, String problem) {
		try {
			return of(future, LIMIT, problem);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalStateException(problem, ex);
		}
	}

	/**
	 * Waits.
	 * @param future what to wait for
	 * @param limit for how long
	 * @param problem what to say if it does not come
	 * @throws IllegalArgumentException if it has failed because of an argument
	 * @throws IllegalStateException if it has failed otherwise or does not come
	 */
	static <T extends @Nullable Object> T of(CompletableFuture<T> future, Duration limit, String problem) {
		try {
			return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(problem + ": interrupted", ex);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof IllegalArgumentException argument) {
				throw argument;
			}
			throw new IllegalStateException(problem, ex);
		}
		catch (TimeoutException ex) {
			throw new IllegalStateException(problem, ex);
		}
	}

}
