package io.membership.cluster;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Carries calls of the user to the event loop, and their results back to where the user's
 * code may run. Thread-safe.
 */
final class ClusterCalls {

	private final ClusterCore core;

	ClusterCalls(ClusterCore core) {
		this.core = core;
	}

	/**
	 * Starts something on the event loop.
	 * @param work starts it, and has what it is given completed
	 * @return what the work completes
	 * @throws IllegalStateException if the member is not running
	 */
	CompletableFuture<@Nullable Void> call(Consumer<CompletableFuture<@Nullable Void>> work) {
		CompletableFuture<@Nullable Void> result = new CompletableFuture<>();
		onLoop(() -> work.accept(result));
		return result;
	}

	/** Something that was called is done. */
	void complete(CompletableFuture<@Nullable Void> result) {
		this.core.userCode().complete(result, null);
	}

	void onLoop(Runnable work) {
		requireRunning();
		this.core.runtime().execute(work);
	}

	void requireRunning() {
		if (!this.core.memberlist().isRunning() || this.core.state() == ClusterState.SHUTDOWN) {
			throw notRunning();
		}
	}

	IllegalStateException notRunning() {
		return new IllegalStateException("Member '" + this.core.name() + "' is not running");
	}

}
