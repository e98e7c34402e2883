package io.membership.gossip;

import java.time.Duration;

import io.membership.SettingRules;

/**
 * How many members are remembered, and for how long.
 *
 * @param max number of members that this member keeps, gone ones included. It forgets
 * gone members earlier to make room, and refuses new ones when all are present. Protects
 * memory against forged members; keep it well above the size of the cluster
 * @param deadNodeReclaimTime time after which a node with another address may take the
 * name of a member that failed or left, if the known address does not answer. Lower it
 * where members often restart with a new address; raise it to be safer against two nodes
 * with one name. Zero means never after a failure and at once after a leave, as in
 * memberlist
 * @param deadMemberRetention how long the gossip layer remembers members that failed or
 * left, at least as long as it gossips to them. {@link Memberlist#allMembers()} lists
 * them for this time; the cluster layer has its own times
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
		SettingRules.between("members.max", this.max, 2, 10_000_000);
		SettingRules.notNegative("members.dead-node-reclaim-time", this.deadNodeReclaimTime);
		SettingRules.notNegative("members.dead-member-retention", this.deadMemberRetention);
	}

}
