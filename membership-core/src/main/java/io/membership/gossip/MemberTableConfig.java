package io.membership.gossip;

import java.time.Duration;

import io.membership.SettingRules;

/**
 * How many members are remembered, and for how long.
 *
 * @param max how many members are kept; more are refused
 * @param deadNodeReclaimTime after what time the name of a failed or left member may be
 * used by another address; zero: never after a failure, at once after a leave
 * (memberlist's default)
 * @param deadMemberRetention how long failed and left members stay listed, at least as
 * long as they are gossiped to
 */
public record MemberTableConfig(int max, Duration deadNodeReclaimTime, Duration deadMemberRetention) {

	static final MemberTableConfig DEFAULT = new MemberTableConfig(65536, Duration.ofSeconds(5),
			Duration.ofMinutes(10));

	/** Returns a copy with another {@link #max()}. */
	public MemberTableConfig withMax(int value) {
		return new MemberTableConfig(value, this.deadNodeReclaimTime, this.deadMemberRetention);
	}

	/** Returns a copy with another {@link #deadNodeReclaimTime()}. */
	public MemberTableConfig withDeadNodeReclaimTime(Duration value) {
		return new MemberTableConfig(this.max, value, this.deadMemberRetention);
	}

	/** Returns a copy with another {@link #deadMemberRetention()}. */
	public MemberTableConfig withDeadMemberRetention(Duration value) {
		return new MemberTableConfig(this.max, this.deadNodeReclaimTime, value);
	}

	/** Checks the settings. */
	void check() {
		SettingRules.between("max-members", this.max, 2, 10_000_000);
		SettingRules.notNegative("dead-node-reclaim-time", this.deadNodeReclaimTime);
		SettingRules.notNegative("dead-member-retention", this.deadMemberRetention);
	}

}
