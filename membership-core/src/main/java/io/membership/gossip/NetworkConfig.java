package io.membership.gossip;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

import io.membership.ConfigException;
import io.membership.SettingRules;
import org.jspecify.annotations.Nullable;

/**
 * Addresses that the member binds to, and those that it advertises.
 *
 * @param bindAddress address to bind UDP and TCP to. The default is the IPv6 wildcard
 * {@code ::}, which takes IPv4 as well; on a host without IPv6 it stands for
 * {@code 0.0.0.0}
 * @param bindPort port to bind UDP and TCP to; 0 picks a free one
 * @param advertiseAddress address that other members use to reach this one; {@code
 * null} for the bind address; if that is a wildcard, for the address of the interface
 * that leads to a seed, or else of the default route. Set it behind NAT
 * @param advertisePort port that other members use to reach this one; 0 for the bound
 * port
 */
public record NetworkConfig(InetAddress bindAddress, int bindPort, @Nullable InetAddress advertiseAddress,
		int advertisePort) {

	static final NetworkConfig DEFAULT = new NetworkConfig(wildcard(), 7946, null, 0);

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
		InetAddress told = this.advertiseAddress;
		if (told != null && !takes(this.bindAddress, told)) {
			throw new ConfigException("advertise-address",
					told.getHostAddress() + " is " + family(told) + ", but bind-address "
							+ this.bindAddress.getHostAddress() + " takes only " + family(this.bindAddress) + ".",
					"Use addresses of one family, or remove bind-address to take both.");
		}
	}

	/** Whether a socket that is bound to an address can take packets to another one. */
	private static boolean takes(InetAddress bound, InetAddress told) {
		boolean sameFamily = (bound instanceof Inet4Address) == (told instanceof Inet4Address);
		return sameFamily || (bound.isAnyLocalAddress() && !(bound instanceof Inet4Address));
	}

	private static InetAddress wildcard() {
		try {
			return InetAddress.getByAddress(new byte[16]);
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException("16 bytes are always an address", ex);
		}
	}

	private static String family(InetAddress address) {
		return (address instanceof Inet4Address) ? "IPv4" : "IPv6";
	}

}
