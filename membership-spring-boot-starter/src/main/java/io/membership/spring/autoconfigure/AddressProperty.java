package io.membership.spring.autoconfigure;

import java.net.InetAddress;
import java.net.UnknownHostException;

import io.membership.ConfigException;
import io.membership.SafeText;

/** Parses the text of an address property. */
final class AddressProperty {

	private AddressProperty() {
	}

	/** Parses a literal, with or without the brackets of IPv6, or a host name. */
	static InetAddress resolve(String setting, String text) {
		String host = text.strip();
		if (host.startsWith("[") && host.endsWith("]")) {
			host = host.substring(1, host.length() - 1);
		}
		try {
			InetAddress address = InetAddress.getByName(host);
			if (address.isMulticastAddress()) {
				throw new ConfigException(setting, "'" + SafeText.of(text) + "' is a multicast address.",
						"Use a unicast address.");
			}
			return address;
		}
		catch (UnknownHostException ex) {
			throw new ConfigException(setting,
					"'" + SafeText.of(text)
							+ "' is neither an IP address nor a host name that this machine can resolve.",
					"Use an address without a port, for example 10.0.0.5 or fd00::5.");
		}
	}

	/** Parses an address that others must be able to send to. */
	static InetAddress resolveReachable(String setting, String text) {
		InetAddress address = resolve(setting, text);
		if (address.isAnyLocalAddress()) {
			throw new ConfigException(setting,
					"'" + SafeText.of(text) + "' is the wildcard address, which other members cannot reach.",
					"Use an address by which other members reach this machine.");
		}
		return address;
	}

}
