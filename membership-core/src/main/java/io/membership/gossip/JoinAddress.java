package io.membership.gossip;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * An address to join, as users write it: {@code host}, {@code host:port},
 * {@code [v6]:port} or a bare IPv6 address, each optionally behind {@code name/}.
 *
 * @param host name or literal address
 * @param port the port
 */
record JoinAddress(String host, int port) {

	/** Looks up host names. Blocks. Tests replace it. */
	@FunctionalInterface
	interface Resolver {

		InetAddress[] resolve(String host) throws UnknownHostException;

	}

	/**
	 * Parses an address.
	 * @throws IllegalArgumentException if it has no host or an invalid port
	 */
	static JoinAddress parse(String text, int defaultPort) {
		String address = text.trim();
		int slash = address.indexOf('/');
		if (slash >= 0) {
			address = address.substring(slash + 1);
		}
		String host = address;
		String port = "";
		int bracket = address.indexOf(']');
		int colon = address.lastIndexOf(':');
		if (address.startsWith("[")) {
			if (bracket < 0 || (bracket + 1 < address.length() && colon != bracket + 1)) {
				throw new IllegalArgumentException(
						"'" + text + "' has no closing bracket before its port; use [v6]:port");
			}
			host = address.substring(1, bracket);
			if (colon > bracket) {
				port = address.substring(colon + 1);
			}
		}
		else if (colon >= 0 && address.indexOf(':') == colon) {
			host = address.substring(0, colon);
			port = address.substring(colon + 1);
		}
		if (host.isEmpty()) {
			throw new IllegalArgumentException("'" + text + "' names no host; use host, host:port or [v6]:port");
		}
		return new JoinAddress(host, port.isEmpty() ? defaultPort : parsePort(text, port));
	}

	private static int parsePort(String text, String port) {
		try {
			int number = Integer.parseInt(port);
			if (number > 0 && number <= 65535) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// the same error as for a number out of range
		}
		throw new IllegalArgumentException("'" + text + "' has an invalid port '" + port + "'; use 1 to 65535");
	}

	/** Looks up all addresses of the host. Blocks. */
	List<InetSocketAddress> resolve(Resolver resolver) throws UnknownHostException {
		List<InetSocketAddress> addresses = new ArrayList<>();
		for (InetAddress address : resolver.resolve(this.host)) {
			addresses.add(new InetSocketAddress(address, this.port));
		}
		return addresses;
	}

}
