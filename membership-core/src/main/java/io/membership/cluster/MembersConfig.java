package io.membership.cluster;

import java.time.Duration;

import io.membership.SettingRules;

/**
 * How members are remembered, reached again and forgotten.
 *
 * @param reapInterval time between checks for members that have been gone long enough to
 * be forgotten. Lower it only if the other times are that short, for example in tests
 * @param reconnectInterval time between attempts to reach a failed member again. Lower it
 * to bring members back sooner after an outage; each attempt opens a connection. In a
 * cluster with few failed members, a member skips most attempts
 * @param reconnectTimeout time after which a failed member is forgotten and no longer
 * tried. Lower it to some minutes where members come back under new names, as pods of a
 * Deployment do; a member that was gone for longer must join again
 * @param tombstoneTimeout time after which a member that left is forgotten. Lower it to
 * some minutes where members come back under new names, as pods of a Deployment do; until
 * then the member stays listed
 * @param recentIntentTimeout how long the member remembers announced joins and leaves of
 * members that it does not know yet, because gossip can arrive in any order. The default
 * suits nearly every cluster; a longer time only takes memory
 * @param flapTimeout time within which a member that failed and returns is counted as
 * flapping. Affects the meter membership.flaps only
 * @param nameConflictResolution whether the member asks the cluster which node is the
 * real one when another node uses its name. The member that loses the vote shuts down.
 * Set it to false if it should only report the conflict
 * @param reconnectTimeoutOverride decides for single members when they are forgotten
 * after a failure
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
		SettingRules.positive("members.reap-interval", this.reapInterval);
		SettingRules.positive("members.reconnect-interval", this.reconnectInterval);
		SettingRules.positive("members.reconnect-timeout", this.reconnectTimeout);
		SettingRules.positive("members.tombstone-timeout", this.tombstoneTimeout);
		SettingRules.positive("members.recent-intent-timeout", this.recentIntentTimeout);
		SettingRules.notNegative("members.flap-timeout", this.flapTimeout);
	}

}
