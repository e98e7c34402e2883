package io.membership.agent;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How many wrong keys an address may try. */
class WrongKeysTests {

	private long now;

	private final WrongKeys keys = new WrongKeys(1, () -> this.now);

	@Test
	void anAddressMayTrySomeWhateverItsPort() throws UnknownHostException {
		this.keys.add(address("192.0.2.1", 1));
		assertThat(this.keys.areTooMany(address("192.0.2.1", 1))).isFalse();
		this.now += WrongKeys.WINDOW.toNanos() / 2;
		this.keys.add(address("192.0.2.1", 2));
		assertThat(this.keys.areTooMany(address("192.0.2.1", 3))).isTrue();
		assertThat(this.keys.areTooMany(address("192.0.2.2", 1))).isFalse();
		this.now += WrongKeys.WINDOW.toNanos() / 2;
		assertThat(this.keys.areTooMany(address("192.0.2.1", 3))).isFalse();
	}

	@Test
	void theAddressesOfOneIpv6NetworkAreOne() throws UnknownHostException {
		this.keys.add(address("2001:db8:0:1::1", 1));
		this.keys.add(address("2001:db8:0:1:ffff::2", 1));
		assertThat(this.keys.areTooMany(address("2001:db8:0:1::3", 1))).isTrue();
		assertThat(this.keys.areTooMany(address("2001:db8:0:2::1", 1))).isFalse();
	}

	@Test
	void notMoreThanSomeAddressesAreRemembered() throws UnknownHostException {
		for (int i = 0; i <= WrongKeys.MAX_ADDRESSES; i++) {
			SocketAddress address = address("10.0." + i / 256 + "." + i % 256, 1);
			this.keys.add(address);
			this.keys.add(address);
			assertThat(this.keys.areTooMany(address)).isTrue();
		}
		assertThat(this.keys.areTooMany(address("10.0.0.0", 1))).isFalse();
		assertThat(this.keys.areTooMany(address("10.0.0.1", 1))).isTrue();
	}

	private static SocketAddress address(String ip, int port) throws UnknownHostException {
		return new InetSocketAddress(InetAddress.getByName(ip), port);
	}

}
