package io.membership.gossip;

import java.net.InetAddress;

import io.membership.SettingRules;
import org.jspecify.annotations.Nullable;

/**
 * Addresses that the member binds to, and those that it advertises.
 *
 * @param bindAddress address to bind UDP and TCP to
 * @param bindPort port to bind UDP and TCP to; 0 picks a free one
 * @param advertiseAddress address that other members use to reach this one; {@code
 * null} for the bind address, or a private address of this machine if that is a wildcard.
 * Set it behind NAT
 * @param advertisePort port that other members use to reach this one; 0 for the bound
 * port
 */
public record NetworkConfig(InetAddress bindAddress, int bindPort, @Nullable InetAddress advertiseAddress,
		int advertisePort) {

	static final NetworkConfig DEFAULT = new NetworkConfig(AddressPicker.wildcard(), 7946, null, 0);

	/** Returns a copy with another {@link #bindAddress()}. */
	public NetworkConfig withBindAddress(InetAddress value) {
		return new NetworkConfig(value, this.bindPort, this.advertiseAddress, this.advertisePort);
	}

	/** Returns a copy with another {@link #bindPort()}. */
	public NetworkConfig withBindPort(int value) {
		return new NetworkConfig(this.bindAddress, value, this.advertiseAddress, this.advertisePort);
	}

	/** Returns a copy with another {@link #advertiseAddress()}. */
	public NetworkConfig withAdvertiseAddress(@Nullable InetAddress value) {
		return new NetworkConfig(this.bindAddress, this.bindPort, value, this.advertisePort);
	}

	/** Returns a copy with another {@link #advertisePort()}. */
	public NetworkConfig withAdvertisePort(int value) {
		return new NetworkConfig(this.bindAddress, this.bindPort, this.advertiseAddress, value);
	}

	/** Checks the settings. */
	void check() {
		SettingRules.between("bind-port", this.bindPort, 0, 65535);
		SettingRules.between("advertise-port", this.advertisePort, 0, 65535);
	}

}
