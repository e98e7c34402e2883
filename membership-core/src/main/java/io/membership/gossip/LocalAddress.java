package io.membership.gossip;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * The address of the local member.
 *
 * @param advertised the address that the other members are told
 * @param boundPort the port that UDP and TCP are bound to
 */
record LocalAddress(InetSocketAddress advertised, int boundPort) {

	/**
	 * Chooses the address to advertise: the configured one, else the bound one, else, if
	 * that is a wildcard, an address of this machine (see {@link AddressPicker}).
	 * @param config the settings
	 * @param bound the address that the transport is bound to
	 */
	static LocalAddress choose(MemberlistConfig config, InetSocketAddress bound) throws UnknownHostException {
		InetAddress address = config.network().advertiseAddress();
		if (address == null) {
			address = bound.getAddress().isAnyLocalAddress() ? AddressPicker.pick() : bound.getAddress();
		}
		int port = (config.network().advertisePort() != 0) ? config.network().advertisePort() : bound.getPort();
		// without the host name that the address may have been resolved from
		InetAddress unnamed = InetAddress.getByAddress(address.getAddress());
		return new LocalAddress(new InetSocketAddress(unnamed, port), bound.getPort());
	}

	/** Returns the raw IP address that the other members are told. */
	byte[] ip() {
		return this.advertised.getAddress().getAddress();
	}

	/** Returns the port that the other members are told. */
	int port() {
		return this.advertised.getPort();
	}

}
