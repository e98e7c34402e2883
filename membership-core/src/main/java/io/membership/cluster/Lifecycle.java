package io.membership.cluster;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/** Where this member is in its life, and how that ends. Thread-safe. */
final class Lifecycle {

	/** How long the end waits for the disk. */
	private static final Duration DRAIN = Duration.ofMillis(250);

	private final ClusterCore core;

	private final AtomicReference<@Nullable ClusterState> state = new AtomicReference<>(ClusterState.NEW);

	private final CompletableFuture<Void> drained = new CompletableFuture<>();

	Lifecycle(ClusterCore core) {
		this.core = core;
	}

	ClusterState state() {
		ClusterState present = this.state.get();
		return (present != null) ? present : ClusterState.NEW;
	}

	/** Goes from one state to another, unless it is in another one. */
	boolean change(ClusterState from, ClusterState to) {
		return this.state.compareAndSet(from, to);
	}

	/**
	 * It is shut down, whatever it was before.
	 * @return completes when what is to be kept is kept, or the disk takes too long
	 */
	CompletableFuture<Void> shutDown() {
		ClusterState before = this.state.getAndSet(ClusterState.SHUTDOWN);
		if (before == ClusterState.NEW || !this.core.isBound()) {
			this.drained.complete(null);
		}
		else if (before != ClusterState.SHUTDOWN) {
			boolean nothingToKeep = this.core.config().snapshotFile() == null
					&& this.core.config().coalescing().equals(ClusterConfig.Coalescing.OFF);
			this.core.runtime().execute(this::drain);
			if (nothingToKeep) {
				this.drained.complete(null);
			}
		}
		return this.drained;
	}

	/**
	 * Another node has the name of this one: it stops being a member, and tells nobody,
	 * as a leave would be the other's. Event loop only.
	 */
	void loseName() {
		if (change(ClusterState.ALIVE, ClusterState.NAME_LOST)) {
			drain();
			this.drained.thenRun(() -> this.core.memberlist().shutdown());
		}
	}

	private void drain() {
		this.core.closeParts().whenComplete((ok, failure) -> this.drained.complete(null));
		this.core.after(DRAIN, () -> this.drained.complete(null));
	}

}
