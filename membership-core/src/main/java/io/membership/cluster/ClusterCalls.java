package io.membership.cluster;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.membership.gossip.Memberlist;
import org.jspecify.annotations.Nullable;

/**
 * Carries calls of the application to the event loop, and their results back to where its
 * code may run. Thread-safe.
 */
final class ClusterCalls {

	private final ClusterContext context;

	private final Lifecycle lifecycle;

	private final Memberlist memberlist;

	private final UserCode userCode;

	ClusterCalls(ClusterContext context, Lifecycle lifecycle, Memberlist memberlist, UserCode userCode) {
		this.context = context;
		this.lifecycle = lifecycle;
		this.memberlist = memberlist;
		this.userCode = userCode;
	}

	/**
	 * Starts something on the event loop.
	 * @param work starts it, and has the given future completed
	 * @return the future; fails with an {@link IllegalStateException} if the member is
	 * not running
	 */
	<T extends @Nullable Object> CompletableFuture<T> call(Consumer<CompletableFuture<T>> work) {
		CompletableFuture<T> result = new CompletableFuture<>();
		if (isRunning()) {
			this.context.runtime().execute(() -> work.accept(result));
		}
		else {
			result.completeExceptionally(
					new IllegalStateException("Member '" + this.context.name() + "' is not running"));
		}
		return result;
	}

	/** Completes the future of a call off the event loop. */
	<T extends @Nullable Object> void complete(CompletableFuture<T> result, T value) {
		this.userCode.complete(result, value);
	}

	/** Fails the future of a call off the event loop. */
	void fail(CompletableFuture<?> result, Throwable cause) {
		this.userCode.fail(result, cause);
	}

	/** Returns a future with the outcome of another one, completed off the event loop. */
	<T extends @Nullable Object> CompletableFuture<T> told(CompletableFuture<T> outcome) {
		return this.userCode.told(outcome);
	}

	/** Returns whether the member was started and not shut down since. */
	boolean isRunning() {
		return this.memberlist.isRunning() && this.lifecycle.state() != ClusterState.SHUTDOWN;
	}

}
