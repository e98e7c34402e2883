package io.membership.gossip;

import io.membership.SettingRules;

/**
 * Time that a suspected member has to refute.
 *
 * @param multiplier multiplier for the shortest time a suspected member has to refute
 * @param maxTimeoutMultiplier how many times longer a suspicion lasts that no other
 * member confirms
 * @param stallGuard whether accusations of this member are put off when it was itself
 * stalled
 */
public record SuspicionConfig(int multiplier, int maxTimeoutMultiplier, boolean stallGuard) {

	static final SuspicionConfig DEFAULT = new SuspicionConfig(4, 6, true);

	/** Returns a copy with another {@link #multiplier()}. */
	public SuspicionConfig withMultiplier(int value) {
		return new SuspicionConfig(value, this.maxTimeoutMultiplier, this.stallGuard);
	}

	/** Returns a copy with another {@link #maxTimeoutMultiplier()}. */
	public SuspicionConfig withMaxTimeoutMultiplier(int value) {
		return new SuspicionConfig(this.multiplier, value, this.stallGuard);
	}

	/** Returns a copy with another {@link #stallGuard()}. */
	public SuspicionConfig withStallGuard(boolean value) {
		return new SuspicionConfig(this.multiplier, this.maxTimeoutMultiplier, value);
	}

	/** Checks the settings. */
	void check() {
		SettingRules.between("suspicion.multiplier", this.multiplier, 1, 100);
		SettingRules.between("suspicion.max-timeout-multiplier", this.maxTimeoutMultiplier, 1, 100);
	}

}
