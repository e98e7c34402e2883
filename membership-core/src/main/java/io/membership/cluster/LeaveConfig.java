package io.membership.cluster;

import java.time.Duration;

import io.membership.SettingRules;

/**
 * Times of a leave.
 *
 * @param broadcastTimeout how long to wait until an intent has been gossiped
 * @param propagateDelay how long a leaving member goes on answering after its leave has
 * been gossiped
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
		SettingRules.positive("broadcast-timeout", this.broadcastTimeout);
		SettingRules.notNegative("leave-propagate-delay", this.propagateDelay);
	}

}
