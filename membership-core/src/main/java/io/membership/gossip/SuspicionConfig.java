package io.membership.gossip;

import io.membership.SettingRules;

/**
 * Time that a suspected member has to refute before it counts as failed.
 *
 * @param multiplier multiplier for the shortest time-out of a suspicion, which is
 * multiplier * max(1, log10(n)) * {@link ProbeConfig#interval()} for n members. Raise it
 * to give members more time to refute after a pause or packet loss; real failures then
 * take longer to detect
 * @param maxTimeoutMultiplier factor between the shortest time-out of a suspicion and the
 * longest, which applies while no other member confirms it. Raise it to protect against a
 * single member with a bad link; a failure that few members can see then takes longer to
 * detect
 * @param stallGuard whether the member puts off its own accusations when it was itself
 * stalled, for example by garbage collection or CPU limits. Set it to false only to get
 * exactly the behavior of memberlist
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
