package io.membership.gossip;

import io.membership.SettingRules;

/**
 * Protocol versions that a member speaks and announces.
 *
 * @param gossip protocol version to speak, 1 to 5
 * @param delegateMin lowest version of the application's protocol that is understood
 * @param delegateMax highest version of the application's protocol that is understood
 * @param delegateCurrent version of the application's protocol that is spoken
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
		SettingRules.between("protocol-version", this.gossip, ProtocolVersions.MIN, ProtocolVersions.MAX);
		SettingRules.between("delegate-protocol-min", this.delegateMin, 0, 255);
		SettingRules.between("delegate-protocol-max", this.delegateMax, 0, 255);
		SettingRules.between("delegate-protocol-current", this.delegateCurrent, this.delegateMin, this.delegateMax);
	}

}
