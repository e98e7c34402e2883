package io.membership.cluster;

import java.time.Duration;

import io.membership.SettingRules;

/**
 * How members are remembered, reached again and forgotten.
 *
 * @param reapInterval time between looks for members to forget
 * @param reconnectInterval time between attempts to reach a failed member
 * @param reconnectTimeout after what time a failed member is forgotten
 * @param tombstoneTimeout after what time a member that has left is forgotten
 * @param recentIntentTimeout how long intents about unknown members are remembered
 * @param flapTimeout a member that fails and returns within this time flaps
 * @param nameConflictResolution whether the cluster is asked when another node uses this
 * member's name
 * @param reconnectTimeoutOverride decides for single members after what time they are
 * forgotten when they have failed
 */
public record MembersConfig(Duration reapInterval, Duration reconnectInterval, Duration reconnectTimeout,
		Duration tombstoneTimeout, Duration recentIntentTimeout, Duration flapTimeout, boolean nameConflictResolution,
		ReconnectTimeoutOverride reconnectTimeoutOverride) {

	static final MembersConfig DEFAULT = new MembersConfig(Duration.ofSeconds(15), Duration.ofSeconds(30),
			Duration.ofHours(24), Duration.ofHours(24), Duration.ofMinutes(5), Duration.ofSeconds(60), true,
			ReconnectTimeoutOverride.NONE);

	/** Returns a copy with another {@link #reapInterval()}. */
	public MembersConfig withReapInterval(Duration value) {
		return new MembersConfig(value, this.reconnectInterval, this.reconnectTimeout, this.tombstoneTimeout,
				this.recentIntentTimeout, this.flapTimeout, this.nameConflictResolution, this.reconnectTimeoutOverride);
	}

	/** Returns a copy with another {@link #reconnectInterval()}. */
	public MembersConfig withReconnectInterval(Duration value) {
		return new MembersConfig(this.reapInterval, value, this.reconnectTimeout, this.tombstoneTimeout,
				this.recentIntentTimeout, this.flapTimeout, this.nameConflictResolution, this.reconnectTimeoutOverride);
	}

	/** Returns a copy with another {@link #reconnectTimeout()}. */
	public MembersConfig withReconnectTimeout(Duration value) {
		return new MembersConfig(this.reapInterval, this.reconnectInterval, value, this.tombstoneTimeout,
				this.recentIntentTimeout, this.flapTimeout, this.nameConflictResolution, this.reconnectTimeoutOverride);
	}

	/** Returns a copy with another {@link #tombstoneTimeout()}. */
	public MembersConfig withTombstoneTimeout(Duration value) {
		return new MembersConfig(this.reapInterval, this.reconnectInterval, this.reconnectTimeout, value,
				this.recentIntentTimeout, this.flapTimeout, this.nameConflictResolution, this.reconnectTimeoutOverride);
	}

	/** Returns a copy with another {@link #recentIntentTimeout()}. */
	public MembersConfig withRecentIntentTimeout(Duration value) {
		return new MembersConfig(this.reapInterval, this.reconnectInterval, this.reconnectTimeout,
				this.tombstoneTimeout, value, this.flapTimeout, this.nameConflictResolution,
				this.reconnectTimeoutOverride);
	}

	/** Returns a copy with another {@link #flapTimeout()}. */
	public MembersConfig withFlapTimeout(Duration value) {
		return new MembersConfig(this.reapInterval, this.reconnectInterval, this.reconnectTimeout,
				this.tombstoneTimeout, this.recentIntentTimeout, value, this.nameConflictResolution,
				this.reconnectTimeoutOverride);
	}

	/** Returns a copy with another {@link #nameConflictResolution()}. */
	public MembersConfig withNameConflictResolution(boolean value) {
		return new MembersConfig(this.reapInterval, this.reconnectInterval, this.reconnectTimeout,
				this.tombstoneTimeout, this.recentIntentTimeout, this.flapTimeout, value,
				this.reconnectTimeoutOverride);
	}

	/** Returns a copy with another {@link #reconnectTimeoutOverride()}. */
	public MembersConfig withReconnectTimeoutOverride(ReconnectTimeoutOverride value) {
		return new MembersConfig(this.reapInterval, this.reconnectInterval, this.reconnectTimeout,
				this.tombstoneTimeout, this.recentIntentTimeout, this.flapTimeout, this.nameConflictResolution, value);
	}

	/** Checks the settings. */
	void check() {
		SettingRules.positive("reap-interval", this.reapInterval);
		SettingRules.positive("reconnect-interval", this.reconnectInterval);
		SettingRules.positive("reconnect-timeout", this.reconnectTimeout);
		SettingRules.positive("tombstone-timeout", this.tombstoneTimeout);
		SettingRules.positive("recent-intent-timeout", this.recentIntentTimeout);
		SettingRules.notNegative("flap-timeout", this.flapTimeout);
	}

}
