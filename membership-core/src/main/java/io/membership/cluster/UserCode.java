package io.membership.cluster;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import io.membership.runtime.LimitedExecutor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where code of the application runs: never on the event loop, and on shares of the
 * threads for blocking work that leave some for everything else. Thread-safe.
 */
final class UserCode {

	private static final Logger logger = LoggerFactory.getLogger(UserCode.class);

	/** That many listeners may block at the same time before others wait for them. */
	private static final int LISTENER_THREADS = 8;

	private static final int COMPLETION_THREADS = 4;

	private final Executor listeners;

	private final Executor completions;

	UserCode(Executor blocking) {
		this.listeners = new LimitedExecutor(blocking, LISTENER_THREADS);
		this.completions = new LimitedExecutor(blocking, COMPLETION_THREADS);
	}

	/** Runs listeners; not in order. */
	Executor listeners() {
		return this.listeners;
	}

	/** Completes a future that somebody may have hung code on. */
	<T> void complete(CompletableFuture<T> future, @Nullable T value) {
		this.completions.execute(() -> future.complete(value));
	}

	/** Fails a future that somebody may have hung code on. */
	void fail(CompletableFuture<?> future, Throwable cause) {
		this.completions.execute(() -> future.completeExceptionally(cause));
	}

	/** The same outcome, told off the event loop. */
	<T> CompletableFuture<T> told(CompletableFuture<T> outcome) {
		CompletableFuture<T> told = new CompletableFuture<>();
		outcome.whenComplete((value, failure) -> {
			if (failure != null) {
				fail(told, failure);
			}
			else {
				complete(told, value);
			}
		});
		return told;
	}

	/** Runs a listener; what it throws is logged and harms nobody. */
	static void call(Runnable listener) {
		try {
			listener.run();
		}
		catch (Exception | StackOverflowError | AssertionError | LinkageError ex) {
			logger.atWarn().setCause(ex).log("A listener has thrown an exception");
		}
	}

}
