package io.membership.gossip;

import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Comparator;

/**
 * Picks the address to advertise when none is configured and the bind address is a
 * wildcard: a private (site-local or unique local) address if there is one, else another
 * global one, else loopback. Never fails, so that a member also starts on a machine
 * without a private address.
 */
final class AddressPicker {

	private AddressPicker() {
	}

	static InetAddress wildcard() {
		try {
			return InetAddress.getByAddress(new byte[4]);
		}
		catch (UnknownHostException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static InetAddress pick() {
		try {
			return NetworkInterface.networkInterfaces()
				.filter(AddressPicker::isUp)
				.flatMap(NetworkInterface::inetAddresses)
				.filter((address) -> !address.isAnyLocalAddress() && !address.isMulticastAddress()
						&& !address.isLinkLocalAddress())
				.min(Comparator.comparingInt(AddressPicker::rank))
				.orElseGet(InetAddress::getLoopbackAddress);
		}
		catch (SocketException ex) {
			return InetAddress.getLoopbackAddress();
		}
	}

	private static boolean isUp(NetworkInterface nic) {
		try {
			return nic.isUp();
		}
		catch (SocketException ex) {
			return false;
		}
	}

	static int rank(InetAddress address) {
		if (address.isLoopbackAddress()) {
			return 4;
		}
		boolean v4 = address instanceof Inet4Address;
		boolean uniqueLocal = address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc;
		if (v4 && address.isSiteLocalAddress()) {
			return 0;
		}
		if (v4) {
			return 1;
		}
		return uniqueLocal ? 2 : 3;
	}

}
