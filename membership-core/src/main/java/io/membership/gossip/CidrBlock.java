package io.membership.gossip;

import java.net.InetAddress;
import java.net.UnknownHostException;

import io.membership.ConfigException;

/**
 * A network in CIDR notation.
 *
 * @param network an address in the network
 * @param prefixLength how many leading bits of it count
 */
public record CidrBlock(InetAddress network, int prefixLength) {

	/**
	 * Parses CIDR notation.
	 * @param text for example {@code 10.0.0.0/8} or {@code fd00::/8}; a literal address
	 * without a prefix length is a network of one address
	 * @return the network
	 * @throws ConfigException if it is not valid
	 */
	public static CidrBlock parse(String text) {
		String trimmed = text.trim();
		int slash = trimmed.indexOf('/');
		String address = (slash < 0) ? trimmed : trimmed.substring(0, slash);
		// only literals, never a name look-up
		if (address.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
			try {
				InetAddress network = InetAddress.getByName(address);
				int bits = network.getAddress().length * 8;
				int prefix = (slash < 0) ? bits : Integer.parseInt(trimmed.substring(slash + 1));
				if (prefix >= 0 && prefix <= bits) {
					return new CidrBlock(network, prefix);
				}
			}
			catch (UnknownHostException | NumberFormatException ex) {
				// falls through to the one error below
			}
		}
		throw new ConfigException("transport.cidrs-allowed", "'" + text + "' is no network.",
				"Use CIDR notation, for example 10.0.0.0/8 or fd00::/8.");
	}

	/**
	 * Returns whether an address is in this network.
	 * @param address the address
	 * @return {@code true} if it is; never for an address of the other family
	 */
	public boolean contains(InetAddress address) {
		byte[] left = this.network.getAddress();
		byte[] right = address.getAddress();
		if (left.length != right.length) {
			return false;
		}
		int whole = this.prefixLength / 8;
		for (int i = 0; i < whole; i++) {
			if (left[i] != right[i]) {
				return false;
			}
		}
		int rest = this.prefixLength % 8;
		return rest == 0 || ((left[whole] ^ right[whole]) & (0xff << (8 - rest))) == 0;
	}

}
