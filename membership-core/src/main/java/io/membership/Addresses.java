package io.membership;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Formats socket addresses for logs, errors and lists of seeds. An IPv6 address is in
 * brackets, so that its last group cannot be confused with the port.
 */
public final class Addresses {

	private Addresses() {
	}

	/**
	 * Formats an address, for example {@code 10.0.0.1:7946} or
	 * {@code [fe80:0:0:0:0:0:0:1%eth0]:7946}. Performs no lookup: an unresolved address
	 * keeps its host name.
	 * @param address the address
	 * @return the text
	 */
	public static String format(InetSocketAddress address) {
		InetAddress ip = address.getAddress();
		return format((ip != null) ? ip.getHostAddress() : address.getHostString(), address.getPort());
	}

	/**
	 * Formats an address without the scope of a link-local IPv6 address, which has a
	 * meaning on this machine only.
	 * @param address the address
	 * @return the text
	 */
	public static String formatWithoutScope(InetSocketAddress address) {
		if (!(address.getAddress() instanceof Inet6Address ip)) {
			return format(address);
		}
		String host = ip.getHostAddress();
		int scope = host.indexOf('%');
		return format((scope >= 0) ? host.substring(0, scope) : host, address.getPort());
	}

	/**
	 * Formats a host and a port.
	 * @param host host name or IP address
	 * @param port the port
	 * @return the text
	 */
	public static String format(String host, int port) {
		return ((host.indexOf(':') >= 0) ? "[" + host + "]" : host) + ":" + port;
	}

}
