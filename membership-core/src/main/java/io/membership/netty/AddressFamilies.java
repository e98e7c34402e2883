package io.membership.netty;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

import io.netty.channel.socket.SocketProtocolFamily;

/** Tells IPv4 from IPv6 addresses. */
final class AddressFamilies {

	private static final int MAPPED_PREFIX = 10;

	private AddressFamilies() {
	}

	/**
	 * Turns an IPv4-mapped IPv6 address, which is what a dual-stack socket reports for an
	 * IPv4 peer, into the IPv4 address. Others are returned as they are.
	 */
	static InetSocketAddress normalize(InetSocketAddress address) {
		if (!(address.getAddress() instanceof Inet6Address)) {
			return address;
		}
		byte[] bytes = address.getAddress().getAddress();
		if (!isMapped(bytes)) {
			return address;
		}
		try {
			byte[] ipv4 = { bytes[12], bytes[13], bytes[14], bytes[15] };
			return new InetSocketAddress(InetAddress.getByAddress(ipv4), address.getPort());
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException("four bytes are always an IPv4 address", ex);
		}
	}

	private static boolean isMapped(byte[] bytes) {
		for (int i = 0; i < MAPPED_PREFIX; i++) {
			if (bytes[i] != 0) {
				return false;
			}
		}
		return bytes[10] == (byte) 0xff && bytes[11] == (byte) 0xff;
	}

	static SocketProtocolFamily familyOf(InetSocketAddress address) {
		return (address.getAddress() instanceof Inet6Address) ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET;
	}

}
