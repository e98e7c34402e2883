package io.membership.spring.discovery;

import java.net.URI;
import java.net.URISyntaxException;

import io.membership.Internal;

/** Writes addresses as the host of a URI. */
@Internal
public final class UriHost {

	private UriHost() {
	}

	/**
	 * Returns an address as the host of a URI. The parser of URIs decides what can be
	 * one, because it also decides whether a call succeeds: it refuses {@code stock_1}.
	 * @param address a host name or IP address
	 * @return the host, IPv6 in brackets and without a scope, which has no meaning on
	 * another machine; an empty string if the address cannot be a host
	 */
	public static String of(String address) {
		String host = (address.indexOf(':') >= 0) ? "[" + address.replaceFirst("%.*", "") + "]" : address;
		try {
			return host.equals(new URI("http://" + host + ":80").getHost()) ? host : "";
		}
		catch (URISyntaxException ex) {
			return "";
		}
	}

}
