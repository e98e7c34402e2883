package io.membership.cluster;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/**
 * How members leave because somebody says so: this one, or a failed one that is forced
 * to. Thread-safe.
 */
final class Departures {

	private final ClusterCore core;

	private final ClusterCalls calls;

	Departures(ClusterCore core, ClusterCalls calls) {
		this.core = core;
		this.calls = calls;
	}

	/** As {@link Cluster#leave()}. */
	CompletableFuture<@Nullable Void> leave() {
		if (!this.core.lifecycle().change(ClusterState.ALIVE, ClusterState.LEAVING)) {
			return switch (this.core.state()) {
				case LEFT, NAME_LOST -> CompletableFuture.completedFuture(null);
				case LEAVING -> CompletableFuture.failedFuture(new IllegalStateException("Leave already in progress"));
				case SHUTDOWN ->
					CompletableFuture.failedFuture(new IllegalStateException("Leave called after Shutdown"));
				default -> throw this.calls.notRunning();
			};
		}
		return announce(this.core.name(), false).exceptionally((failure) -> null)
			.thenCompose((announced) -> this.core.memberlist().leave(this.core.config().broadcastTimeout()))
			.exceptionally((failure) -> null)
			.thenCompose((left) -> this.calls
				.call((result) -> this.core.after(this.core.config().leavePropagateDelay(), () -> {
					this.core.lifecycle().change(ClusterState.LEAVING, ClusterState.LEFT);
					this.calls.complete(result);
				})));
	}

	/** As {@link Cluster#forceLeave}. */
	CompletableFuture<@Nullable Void> force(String name, boolean prune) {
		if (name.equals(this.core.name())) {
			return CompletableFuture.failedFuture(new IllegalArgumentException(
					"A member cannot force itself to leave; use leave() on '" + name + "'"));
		}
		return announce(name, prune);
	}

	private CompletableFuture<@Nullable Void> announce(String name, boolean prune) {
		return this.calls.call((result) -> {
			this.core.intents().leave(name, prune, () -> this.calls.complete(result));
			this.core.after(this.core.config().broadcastTimeout(), () -> this.core.userCode()
				.fail(result, new TimeoutException("timed out broadcasting node removal")));
		});
	}

}
