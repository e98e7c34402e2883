package io.membership;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AddressesTests {

	@Test
	void anIpv6AddressIsWrittenInBrackets() {
		assertThat(Addresses.format(new InetSocketAddress("10.1.2.3", 7946))).isEqualTo("10.1.2.3:7946");
		assertThat(Addresses.format(new InetSocketAddress("::1", 7946))).isEqualTo("[0:0:0:0:0:0:0:1]:7946");
		assertThat(Addresses.format("fe80::1%eth0", 7946)).isEqualTo("[fe80::1%eth0]:7946");
		assertThat(Addresses.format("a.invalid", 7946)).isEqualTo("a.invalid:7946");
	}

	@Test
	void anUnresolvedAddressKeepsItsHostName() {
		assertThat(Addresses.format(InetSocketAddress.createUnresolved("a.invalid", 1))).isEqualTo("a.invalid:1");
		assertThat(Addresses.formatWithoutScope(InetSocketAddress.createUnresolved("a.invalid", 1)))
			.isEqualTo("a.invalid:1");
	}

	@Test
	void aScopeIsLeftOutWhereItMeansNothing() throws UnknownHostException {
		byte[] linkLocal = InetAddress.getByName("fe80::1").getAddress();
		InetSocketAddress scoped = new InetSocketAddress(Inet6Address.getByAddress(null, linkLocal, 1), 7946);
		assertThat(Addresses.format(scoped)).startsWith("[fe80:0:0:0:0:0:0:1%").endsWith("]:7946");
		assertThat(Addresses.formatWithoutScope(scoped)).isEqualTo("[fe80:0:0:0:0:0:0:1]:7946");
		assertThat(Addresses.formatWithoutScope(new InetSocketAddress("10.1.2.3", 1))).isEqualTo("10.1.2.3:1");
	}

}
