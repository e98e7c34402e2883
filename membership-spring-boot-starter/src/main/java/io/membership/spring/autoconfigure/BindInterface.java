package io.membership.spring.autoconfigure;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

import io.membership.ConfigException;
import io.membership.SafeText;
import org.jspecify.annotations.Nullable;

/**
 * Finds the address to bind of a network interface, as the option {@code -iface} of the
 * serf agent does.
 */
final class BindInterface {

	private static final String SETTING = "bind-interface";

	private BindInterface() {
	}

	/**
	 * Finds the address of an interface.
	 * @param name name of the interface, such as {@code eth0}
	 * @param configured the configured address to bind, which must be one of the
	 * interface, or {@code null} for the first IPv4 address, or else the first IPv6
	 * address that is not link-local
	 */
	static InetAddress address(String name, @Nullable InetAddress configured) {
		List<InetAddress> addresses = find(name.strip()).inetAddresses().toList();
		if (configured != null) {
			if (!addresses.contains(configured)) {
				throw new ConfigException(SETTING,
						"'" + SafeText.of(name) + "' has the addresses " + texts(addresses)
								+ ", and membership.bind-address " + configured.getHostAddress() + " is none of them.",
						"Remove one of the two, or make them agree.");
			}
			return configured;
		}
		return addresses.stream()
			.filter((address) -> !address.isLinkLocalAddress())
			.min(Comparator.comparing((address) -> !(address instanceof Inet4Address)))
			.orElseThrow(() -> new ConfigException(SETTING,
					"'" + SafeText.of(name) + "' has no address that other members can be told.",
					"Use another interface, or wait with the start until it has an address."));
	}

	private static NetworkInterface find(String name) {
		try {
			NetworkInterface found = NetworkInterface.getByName(name);
			if (found == null) {
				throw new ConfigException(SETTING,
						"'" + SafeText.of(name) + "' is no network interface of this machine.",
						"Use one of " + NetworkInterface.networkInterfaces()
							.map(NetworkInterface::getName)
							.sorted()
							.collect(Collectors.joining(", ")) + ".");
			}
			return found;
		}
		catch (SocketException ex) {
			throw new ConfigException(SETTING,
					"the network interfaces of this machine cannot be listed: " + ex.getMessage(),
					"Use membership.bind-address.");
		}
	}

	private static String texts(List<InetAddress> addresses) {
		return addresses.stream().map(InetAddress::getHostAddress).collect(Collectors.joining(", "));
	}

}
