package io.membership.cluster;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

import io.membership.gossip.Memberlist;
import io.membership.runtime.LoopCalls;
import org.jspecify.annotations.Nullable;

/**
 * Lets members leave on request of the application: this member, or a failed one.
 * Thread-safe.
 */
final class Departures {

	private final ClusterContext context;

	private final Lifecycle lifecycle;

	private final Memberlist memberlist;

	private final Intents intents;

	private final LoopCalls calls;

	Departures(ClusterContext context, Lifecycle lifecycle, Memberlist memberlist, Intents intents, LoopCalls calls) {
		this.context = context;
		this.lifecycle = lifecycle;
		this.memberlist = memberlist;
		this.intents = intents;
		this.calls = calls;
	}

	/** Leaves the cluster, see {@link Cluster#leave()}. */
	CompletableFuture<@Nullable Void> leave() {
		if (!this.lifecycle.change(ClusterState.ALIVE, ClusterState.LEAVING)) {
			return switch (this.lifecycle.state()) {
				case LEFT, NAME_LOST -> CompletableFuture.completedFuture(null);
				case LEAVING -> CompletableFuture.failedFuture(new IllegalStateException("Leave already in progress"));
				default -> CompletableFuture.failedFuture(new IllegalStateException("Leave called after Shutdown"));
			};
		}
		return announce(this.context.name(), false).exceptionally((failure) -> null)
			.thenCompose((announced) -> this.memberlist.leave(this.context.config().leave().broadcastTimeout()))
			.exceptionally((failure) -> null)
			.thenCompose((left) -> this.calls
				.call((result) -> this.context.after(this.context.config().leave().propagateDelay(), () -> {
					this.lifecycle.change(ClusterState.LEAVING, ClusterState.LEFT);
					result.complete(null);
				})));
	}

	/** Declares a failed member left, see {@link Cluster#forceLeave}. */
	CompletableFuture<@Nullable Void> force(String name, boolean prune) {
		if (name.equals(this.context.name())) {
			return CompletableFuture.failedFuture(new IllegalArgumentException(
					"A member cannot force itself to leave; use leave() on '" + name + "'"));
		}
		return announce(name, prune);
	}

	private CompletableFuture<@Nullable Void> announce(String name, boolean prune) {
		return this.calls.call((result) -> {
			this.intents.leave(name, prune, () -> result.complete(null));
			this.context.after(this.context.config().leave().broadcastTimeout(),
					() -> result.fail(new TimeoutException("timed out broadcasting node removal")));
		});
	}

}
