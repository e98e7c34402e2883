package io.membership.gossip;

import io.membership.runtime.MailboxFigures;
import io.membership.runtime.NodeRuntime;

/**
 * The surroundings that every part of one member shares. Everything else that a part uses
 * is an argument of its constructor.
 *
 * @param config the settings of the member
 * @param runtime its event loop, clock and randomness
 * @param metrics its counters and gauges
 * @param stalls schedules the timers of the protocol and measures how late they fire
 */
record NodeContext(MemberlistConfig config, NodeRuntime runtime, MemberlistMetrics metrics, StallGuard stalls) {

	/**
	 * Creates the context of a member that runs on a runtime.
	 * @param config the settings of the member
	 * @param runtime its event loop
	 * @param listeners counts what becomes of events for the application
	 */
	static NodeContext create(MemberlistConfig config, NodeRuntime runtime, MailboxFigures listeners) {
		MemberlistMetrics metrics = new MemberlistMetrics(runtime.nanoTime(), listeners);
		return new NodeContext(config, runtime, metrics,
				new StallGuard(runtime, metrics, config.probe().timeout().toNanos()));
	}

	/** Returns the name of the local member. */
	String name() {
		return this.config.name();
	}

	/** Returns whether a name is that of the local member. */
	boolean isSelf(String name) {
		return name.equals(this.config.name());
	}

	/** Returns the monotonic time of the runtime in nanoseconds. */
	long now() {
		return this.runtime.nanoTime();
	}

}
