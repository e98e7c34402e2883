package io.membership.cluster;

import java.time.Duration;

import io.membership.runtime.NodeRuntime;

/**
 * The settings, runtime and metrics that all parts of a running member share.
 *
 * @param config the settings
 * @param runtime the event loop, the clock and the randomness
 * @param metrics counters and gauges
 */
record ClusterContext(ClusterConfig config, NodeRuntime runtime, ClusterMetrics metrics) {

	/** Returns the name of this member. */
	String name() {
		return this.config.memberlist().name();
	}

	/** Returns the monotonic time in nanoseconds. */
	long now() {
		return this.runtime.nanoTime();
	}

	/** Runs a task on the event loop after a delay. */
	void after(Duration delay, Runnable task) {
		this.runtime.schedule(delay.toNanos(), task);
	}

}
