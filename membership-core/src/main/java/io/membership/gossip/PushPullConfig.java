package io.membership.gossip;

import java.time.Duration;

import io.membership.SettingRules;

/**
 * Exchange of the full state with a random member, which repairs what gossip missed.
 *
 * @param interval time between exchanges of the full state. It grows with the cluster:
 * above 32 members, each doubling adds one interval. Lower it to converge faster after
 * packet loss; each exchange transfers the state of all members over TCP. Zero switches
 * periodic exchanges off
 * @param userStateTimeout how long an exchange waits for the state that a
 * {@link UserDelegate} provides before it sends the previous one. Raise it if the state
 * takes longer to collect; joins and exchanges then take longer, too
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
		SettingRules.notNegative("push-pull.interval", this.interval);
		SettingRules.positive("push-pull.user-state-timeout", this.userStateTimeout);
	}

}
