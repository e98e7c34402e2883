package io.membership.gossip;

import io.membership.SettingRules;

/**
 * Protocol versions that the member speaks. Change them only for a cluster with old
 * members.
 *
 * @param gossip version of the gossip protocol to speak, 1 to 5. Set 1 only for a cluster
 * with very old members of memberlist. Raising it gains nothing: members use what their
 * peers understand in any case
 * @param delegateMin lowest version of the application's own protocol that this member
 * understands
 * @param delegateMax highest version of the application's own protocol that this member
 * understands
 * @param delegateCurrent version of the application's own protocol that this member
 * speaks. A join is refused unless all members understand it
 */
public record VersionsConfig(int gossip, int delegateMin, int delegateMax, int delegateCurrent) {

	static final VersionsConfig DEFAULT = new VersionsConfig(ProtocolVersions.DEFAULT, 0, 0, 0);

	/** Returns a copy with another {@link #gossip()}. */
	public VersionsConfig withGossip(int value) {
		return new VersionsConfig(value, this.delegateMin, this.delegateMax, this.delegateCurrent);
	}

	/** Returns a copy with another {@link #delegateMin()}. */
	public VersionsConfig withDelegateMin(int value) {
		return new VersionsConfig(this.gossip, value, this.delegateMax, this.delegateCurrent);
	}

	/** Returns a copy with another {@link #delegateMax()}. */
	public VersionsConfig withDelegateMax(int value) {
		return new VersionsConfig(this.gossip, this.delegateMin, value, this.delegateCurrent);
	}

	/** Returns a copy with another {@link #delegateCurrent()}. */
	public VersionsConfig withDelegateCurrent(int value) {
		return new VersionsConfig(this.gossip, this.delegateMin, this.delegateMax, value);
	}

	/** Checks the settings. */
	void check() {
		SettingRules.between("versions.gossip", this.gossip, ProtocolVersions.MIN, ProtocolVersions.MAX);
		SettingRules.between("versions.delegate-min", this.delegateMin, 0, 255);
		SettingRules.between("versions.delegate-max", this.delegateMax, 0, 255);
		SettingRules.between("versions.delegate-current", this.delegateCurrent, this.delegateMin, this.delegateMax);
	}

}
