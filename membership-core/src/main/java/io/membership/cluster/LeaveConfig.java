package io.membership.cluster;

import java.time.Duration;

import io.membership.SettingRules;

/**
 * How the member leaves the cluster.
 *
 * @param broadcastTimeout longest time to wait until the intent to leave, or to remove
 * another member, has been gossiped. Raise it in very large clusters, where gossip takes
 * longer
 * @param propagateDelay how long a leaving member goes on answering after its leave has
 * been gossiped, so that no member takes it for failed before the news has arrived. Raise
 * it in large clusters; each shutdown takes that much longer
 */
public record LeaveConfig(Duration broadcastTimeout, Duration propagateDelay) {

	static final LeaveConfig DEFAULT = new LeaveConfig(Duration.ofSeconds(5), Duration.ofSeconds(1));

	/** Returns a copy with another {@link #broadcastTimeout()}. */
	public LeaveConfig withBroadcastTimeout(Duration value) {
		return new LeaveConfig(value, this.propagateDelay);
	}

	/** Returns a copy with another {@link #propagateDelay()}. */
	public LeaveConfig withPropagateDelay(Duration value) {
		return new LeaveConfig(this.broadcastTimeout, value);
	}

	/** Checks the settings. */
	void check() {
		SettingRules.positive("leave.broadcast-timeout", this.broadcastTimeout);
		SettingRules.notNegative("leave.propagate-delay", this.propagateDelay);
	}

}
