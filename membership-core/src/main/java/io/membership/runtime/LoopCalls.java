package io.membership.runtime;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import io.membership.Internal;
import org.jspecify.annotations.Nullable;

/**
 * Moves calls of other threads to the event loop of a member, and their results back. The
 * future returned to a caller is completed on another executor, because the caller may
 * have attached code that blocks.
 * <p>
 * No future stays incomplete. {@link #close()} fails every call without a result: those
 * whose task the closed event loop has dropped, and those that wait for a timer or a
 * peer. Calls fail before {@link #open} and after {@link #close()}. Thread-safe.
 */
@Internal
public final class LoopCalls {

	/** The result of one call, set once on the event loop. Later attempts are ignored. */
	public interface Result<T extends @Nullable Object> {

		/**
		 * Completes the future of the caller.
		 * @param value the result
		 */
		void complete(@Nullable T value);

		/**
		 * Fails the future of the caller.
		 * @param cause the cause
		 */
		void fail(Throwable cause);

		/**
		 * Completes or fails the future of the caller with the outcome of a future on the
		 * event loop.
		 * @param value the result
		 * @param failure the cause of a failure, or {@code null}
		 */
		default void settle(T value, @Nullable Throwable failure) {
			if (failure != null) {
				fail(failure);
			}
			else {
				complete(value);
			}
		}

	}

	private record Open(NodeRuntime runtime, Executor completions) {
	}

	private final String notRunning;

	/** Futures without a result. */
	private final Set<CompletableFuture<?>> waiting = ConcurrentHashMap.newKeySet();

	private volatile @Nullable Open open;

	private volatile boolean refusing;

	/**
	 * Creates the calls of a member that is not started yet.
	 * @param notRunning message of the exception of calls while the member is not running
	 */
	public LoopCalls(String notRunning) {
		this.notRunning = notRunning;
	}

	/**
	 * Starts accepting calls.
	 * @param runtime the event loop
	 * @param completions completes the futures; a direct executor if the callers are
	 * parts of the protocol, which expect results on the event loop
	 */
	public void open(NodeRuntime runtime, Executor completions) {
		this.open = new Open(runtime, completions);
	}

	/**
	 * Returns whether calls are accepted.
	 * @return {@code true} from {@link #open} to {@link #refuse()} or {@link #close()}
	 */
	public boolean isOpen() {
		return this.open != null && !this.refusing;
	}

	/**
	 * Starts work on the event loop.
	 * @param work runs on the event loop, and sets the result then or later; an exception
	 * that it throws becomes the result
	 * @param <T> type of the result
	 * @return completes off the event loop with the result; fails with an
	 * {@link IllegalStateException} if the member is not running, or is shut down before
	 * there is a result
	 */
	public <T extends @Nullable Object> CompletableFuture<T> call(Consumer<Result<T>> work) {
		CompletableFuture<T> future = new CompletableFuture<>();
		Open current = this.open;
		if (current == null || !admit(future)) {
			future.completeExceptionally(notRunning());
			return future;
		}
		Result<T> result = result(future, current.completions());
		current.runtime().execute(() -> {
			try {
				work.accept(result);
			}
			catch (RuntimeException ex) {
				result.fail(ex);
			}
		});
		return future;
	}

	/**
	 * Passes the outcome of a future on the event loop to a caller.
	 * @param outcome completes on the event loop
	 * @param <T> type of the result
	 * @return completes in the same way, off the event loop; fails as the future of
	 * {@link #call} does if the member is shut down earlier
	 */
	public <T extends @Nullable Object> CompletableFuture<T> follow(CompletableFuture<T> outcome) {
		CompletableFuture<T> future = new CompletableFuture<>();
		Open current = this.open;
		if (current == null || !admit(future)) {
			future.completeExceptionally(notRunning());
			return future;
		}
		Result<T> result = result(future, current.completions());
		outcome.whenComplete(result::settle);
		return future;
	}

	/**
	 * Makes sure that {@link #close()} also fails a future that other code completes.
	 * @param future fails at {@link #close()}, or immediately if the member is not
	 * running, unless it was completed or {@linkplain #release released} before
	 */
	public void guard(CompletableFuture<?> future) {
		if (this.open == null || !admit(future)) {
			future.completeExceptionally(notRunning());
		}
	}

	/**
	 * Releases a future that is about to be completed on an executor.
	 * @param future the future, earlier passed to {@link #guard}
	 */
	@SuppressWarnings("CollectionUndefinedEquality") // the identity of a future is meant
	public void release(CompletableFuture<?> future) {
		this.waiting.remove(future);
	}

	/**
	 * Runs work without a result on the event loop.
	 * @param work the work; dropped if the member is shut down before its turn
	 * @throws IllegalStateException if the member is not running
	 */
	public void run(Runnable work) {
		Open current = this.open;
		if (current == null || this.refusing) {
			throw notRunning();
		}
		current.runtime().execute(work);
	}

	/**
	 * Returns the exception of calls while the member is not running.
	 * @return a new exception
	 */
	public IllegalStateException notRunning() {
		return new IllegalStateException(this.notRunning);
	}

	/**
	 * Fails later calls, but not pending ones. Called before the event loop is closed.
	 */
	public void refuse() {
		this.refusing = true;
	}

	/**
	 * Fails all pending and all later calls. On the event loop, completes the futures on
	 * the executor; on other threads, completes them before it returns.
	 */
	public void close() {
		refuse();
		Open current = this.open;
		if (current != null && current.runtime().inEventLoop()) {
			current.completions().execute(this::failWaiting);
		}
		else {
			failWaiting();
		}
	}

	private void failWaiting() {
		this.waiting.forEach((future) -> future.completeExceptionally(notRunning()));
	}

	/** Registers a pending future; returns whether calls are accepted. */
	@SuppressWarnings("CollectionUndefinedEquality") // the identity of a future is meant
	private boolean admit(CompletableFuture<?> future) {
		this.waiting.add(future);
		future.whenComplete((value, failure) -> this.waiting.remove(future));
		// checked last, so either this check sees a concurrent close() or close() sees
		// the future
		return !this.refusing;
	}

	private <T extends @Nullable Object> Result<T> result(CompletableFuture<T> future, Executor completions) {
		return new Result<>() {

			@Override
			public void complete(@Nullable T value) {
				set(() -> future.complete(value));
			}

			@Override
			public void fail(Throwable cause) {
				set(() -> future.completeExceptionally(cause));
			}

			private void set(Runnable completion) {
				if (!future.isDone()) {
					release(future);
					completions.execute(completion);
				}
			}

		};
	}

}
