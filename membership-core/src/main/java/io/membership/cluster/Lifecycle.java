package io.membership.cluster;

import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/** Holds the {@link ClusterState} of a member. Thread-safe. */
final class Lifecycle {

	private final AtomicReference<@Nullable ClusterState> state = new AtomicReference<>(ClusterState.NEW);

	ClusterState state() {
		ClusterState present = this.state.get();
		return (present != null) ? present : ClusterState.NEW;
	}

	/** Returns whether this member runs and does not intend to leave. */
	boolean isStaying() {
		return state() == ClusterState.ALIVE;
	}

	/**
	 * Moves from one state to another.
	 * @return whether the member was in the first state
	 */
	boolean change(ClusterState from, ClusterState to) {
		return this.state.compareAndSet(from, to);
	}

	/**
	 * Moves to {@link ClusterState#SHUTDOWN} from any state.
	 * @return the state before
	 */
	ClusterState end() {
		ClusterState before = this.state.getAndSet(ClusterState.SHUTDOWN);
		return (before != null) ? before : ClusterState.NEW;
	}

}
