package io.membership.spring.autoconfigure;

import java.net.InetAddress;
import java.net.UnknownHostException;

import io.membership.ConfigException;
import io.membership.SafeText;

/** Turns the text of an address property into an address. */
final class AddressProperty {

	private AddressProperty() {
	}

	/** A literal, with or without the brackets of IPv6, or a host name. */
	static InetAddress resolve(String setting, String text) {
		String host = text.strip();
		if (host.startsWith("[") && host.endsWith("]")) {
			host = host.substring(1, host.length() - 1);
		}
		try {
			InetAddress address = InetAddress.getByName(host);
			if (address.isMulticastAddress()) {
				throw new ConfigException(setting, "'" + SafeText.of(text) + "' is a multicast address.",
						"Use an address of one machine.");
			}
			return address;
		}
		catch (UnknownHostException ex) {
			throw new ConfigException(setting,
					"'" + SafeText.of(text) + "' is no IP address and no host name that this machine can resolve.",
					"Use an address without a port, for example 10.0.0.5 or fd00::5.");
		}
	}

	/** The same, for an address that others must be able to send to. */
	static InetAddress resolveReachable(String setting, String text) {
		InetAddress address = resolve(setting, text);
		if (address.isAnyLocalAddress()) {
			throw new ConfigException(setting, "'" + SafeText.of(text) + "' stands for all addresses of a machine.",
					"Use the one address that the others reach this machine by.");
		}
		return address;
	}

}
