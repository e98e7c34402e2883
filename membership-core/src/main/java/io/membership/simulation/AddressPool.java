package io.membership.simulation;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** Gives out addresses in private networks, in order. */
final class AddressPool {

	private static final int PORT = 7946;

	private static final int HOSTS = 1 << 24;

	private int ipv4;

	private int ipv6;

	InetSocketAddress nextIpv4() {
		int host = ++this.ipv4;
		if (host >= HOSTS) {
			throw new IllegalStateException("all addresses of 10.0.0.0/8 have been given out");
		}
		return address(10, (byte) (host >>> 16), (byte) (host >>> 8), (byte) host);
	}

	InetSocketAddress nextIpv6() {
		int host = ++this.ipv6;
		byte[] bytes = new byte[16];
		bytes[0] = (byte) 0xFD;
		for (int index = 0; index < Integer.BYTES; index++) {
			bytes[15 - index] = (byte) (host >>> (index * Byte.SIZE));
		}
		return address(bytes);
	}

	private static InetSocketAddress address(int first, byte... rest) {
		return address(new byte[] { (byte) first, rest[0], rest[1], rest[2] });
	}

	private static InetSocketAddress address(byte[] bytes) {
		try {
			return new InetSocketAddress(InetAddress.getByAddress(bytes), PORT);
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException("not the length of an address: " + bytes.length, ex);
		}
	}

}
