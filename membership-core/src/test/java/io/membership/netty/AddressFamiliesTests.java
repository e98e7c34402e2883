package io.membership.netty;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

import io.netty.channel.socket.SocketProtocolFamily;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AddressFamiliesTests {

	@Test
	void onlyMappedAddressesAreNormalized() throws UnknownHostException {
		InetSocketAddress four = new InetSocketAddress("10.1.2.3", 7946);
		assertThat(AddressFamilies.normalize(mapped())).isEqualTo(four);
		for (String address : new String[] { "10.1.2.3", "::1", "::", "::10.1.2.3", "fe80::1", "64:ff9b::a01:203" }) {
			InetSocketAddress other = new InetSocketAddress(InetAddress.getByName(address), 7946);
			assertThat(AddressFamilies.normalize(other)).isSameAs(other);
		}
		InetSocketAddress unresolved = InetSocketAddress.createUnresolved("nowhere.invalid", 1);
		assertThat(AddressFamilies.normalize(unresolved)).isSameAs(unresolved);
	}

	@Test
	void theFamilyIsThatOfTheAddress() {
		assertThat(AddressFamilies.familyOf(new InetSocketAddress("10.1.2.3", 1))).isEqualTo(SocketProtocolFamily.INET);
		assertThat(AddressFamilies.familyOf(new InetSocketAddress("::1", 1))).isEqualTo(SocketProtocolFamily.INET6);
	}

	private static InetSocketAddress mapped() throws UnknownHostException {
		byte[] bytes = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 10, 1, 2, 3 };
		return new InetSocketAddress(Inet6Address.getByAddress(null, bytes, -1), 7946);
	}

}
