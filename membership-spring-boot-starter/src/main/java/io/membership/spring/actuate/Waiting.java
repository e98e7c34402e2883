package io.membership.spring.actuate;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/** Waits for the result of an endpoint's operation. */
final class Waiting {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private Waiting() {
	}

	/** Limit for operations without a time-out in the request. */
	static <T extends @Nullable Object> T of(CompletableFuture<T> future, String problem) {
		try {
			return of(future, LIMIT, problem);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalStateException(problem, ex);
		}
	}

	/**
	 * Waits for a future.
	 * @param future the future
	 * @param limit longest time to wait
	 * @param problem message of the exception after a failure or time-out
	 * @throws IllegalArgumentException if an argument was invalid
	 * @throws IllegalStateException if the operation failed for another reason or timed
	 * out
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
