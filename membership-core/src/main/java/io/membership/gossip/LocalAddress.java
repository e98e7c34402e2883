package io.membership.gossip;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.function.Supplier;

import io.membership.runtime.HostNetwork;

/**
 * The address of the local member.
 *
 * @param advertised the address that the other members are told
 * @param bound the address that UDP and TCP are bound to
 * @param reason why that address is told
 * @param network tells the other addresses of this machine
 */
record LocalAddress(InetSocketAddress advertised, InetSocketAddress bound, String reason, HostNetwork network) {

	/**
	 * Chooses the address to advertise: the configured one, else the bound one, else, if
	 * that is a wildcard, an address of this machine (see {@link AddressPicker}).
	 * @param config the settings
	 * @param bound the address that the transport is bound to
	 * @param network the network of this machine
	 * @param seeds finds the addresses of seeds; asked only if the choice depends on it
	 */
	static LocalAddress choose(NetworkConfig config, InetSocketAddress bound, HostNetwork network,
			Supplier<? extends Collection<InetSocketAddress>> seeds) throws UnknownHostException {
		InetAddress address = config.advertiseAddress();
		String reason = "advertise-address";
		if (address == null) {
			address = bound.getAddress();
			reason = "bind-address";
			if (address.isAnyLocalAddress()) {
				AddressPicker.Choice choice = new AddressPicker(network).pick(address, seeds.get());
				address = choice.address();
				reason = choice.reason();
			}
		}
		int port = (config.advertisePort() != 0) ? config.advertisePort() : bound.getPort();
		// without the host name that the address may have been resolved from
		InetAddress unnamed = InetAddress.getByAddress(address.getAddress());
		return new LocalAddress(new InetSocketAddress(unnamed, port), bound, reason, network);
	}

	/** Returns the raw IP address that the other members are told. */
	byte[] ip() {
		return this.advertised.getAddress().getAddress();
	}

	/** Returns the port that the other members are told. */
	int port() {
		return this.advertised.getPort();
	}

	/** Returns the port that UDP and TCP are bound to. */
	int boundPort() {
		return this.bound.getPort();
	}

	/**
	 * Returns whether what is sent to an address comes to this member itself. May take
	 * some milliseconds.
	 * @param target a resolved address
	 */
	boolean isReachedBy(InetSocketAddress target) {
		if (target.equals(this.advertised) || target.equals(this.bound)) {
			return true;
		}
		return this.bound.getAddress().isAnyLocalAddress() && target.getPort() == this.bound.getPort()
				&& !target.isUnresolved() && this.network.isOwn(target.getAddress());
	}

}
