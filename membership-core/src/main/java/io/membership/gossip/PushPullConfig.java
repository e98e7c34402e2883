package io.membership.gossip;

import java.time.Duration;

import io.membership.SettingRules;

/**
 * Full state exchanges with a random member.
 *
 * @param interval time between full state exchanges; grows with the cluster; zero
 * switches them off
 * @param userStateTimeout how long a push/pull exchange waits for the application's state
 * before it sends the previous one
 */
public record PushPullConfig(Duration interval, Duration userStateTimeout) {

	static final PushPullConfig DEFAULT = new PushPullConfig(Duration.ofSeconds(30), Duration.ofSeconds(1));

	/** Returns a copy with another {@link #interval()}. */
	public PushPullConfig withInterval(Duration value) {
		return new PushPullConfig(value, this.userStateTimeout);
	}

	/** Returns a copy with another {@link #userStateTimeout()}. */
	public PushPullConfig withUserStateTimeout(Duration value) {
		return new PushPullConfig(this.interval, value);
	}

	/** Checks the settings. */
	void check() {
		SettingRules.notNegative("push-pull-interval", this.interval);
		SettingRules.positive("user-state-timeout", this.userStateTimeout);
	}

}
