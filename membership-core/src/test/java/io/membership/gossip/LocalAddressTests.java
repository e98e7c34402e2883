package io.membership.gossip;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;

import io.membership.ConfigException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LocalAddressTests {

	@Test
	void aMemberOnAllAddressesIsReachedByEachOfThem() throws UnknownHostException {
		LocalAddress local = choose(NetworkConfig.DEFAULT, "0.0.0.0");
		assertThat(local.isReachedBy(new InetSocketAddress("127.0.0.1", 7946))).isTrue();
		assertThat(local.isReachedBy(new InetSocketAddress("127.0.1.1", 7946))).isTrue();
		assertThat(local.isReachedBy(local.advertised())).isTrue();
		assertThat(local.isReachedBy(new InetSocketAddress("10.20.30.1", 7946))).isTrue();
		assertThat(local.isReachedBy(new InetSocketAddress("127.0.0.1", 7947))).isFalse();
		assertThat(local.isReachedBy(new InetSocketAddress("192.0.2.9", 7946))).isFalse();
	}

	@Test
	void aMemberOnOneAddressIsReachedByThatAndByTheOneThatItTells() throws UnknownHostException {
		LocalAddress local = choose(NetworkConfig.DEFAULT.withBindAddress(ip("127.0.0.3"))
			.withAdvertiseAddress(ip("192.0.2.1"))
			.withAdvertisePort(17946), "127.0.0.3");
		assertThat(local.isReachedBy(new InetSocketAddress("127.0.0.3", 7946))).isTrue();
		assertThat(local.isReachedBy(new InetSocketAddress("192.0.2.1", 17946))).isTrue();
		assertThat(local.isReachedBy(new InetSocketAddress("127.0.0.1", 7946))).isFalse();
	}

	@Test
	void theAddressToldHasAFamilyThatTheSocketTakes() throws UnknownHostException {
		NetworkConfig config = NetworkConfig.DEFAULT.withBindAddress(ip("0.0.0.0"));
		assertThatExceptionOfType(ConfigException.class)
			.isThrownBy(() -> config.withAdvertiseAddress(ip("fd00::1")).check())
			.withMessageContaining("advertise-address")
			.withMessageContaining("IPv6")
			.withMessageContaining("bind-address 0.0.0.0 takes only IPv4");
		assertThatExceptionOfType(ConfigException.class)
			.isThrownBy(() -> config.withBindAddress(ip("::1")).withAdvertiseAddress(ip("10.0.0.1")).check());
		for (String told : List.of("10.0.0.1", "fd00::1")) {
			assertThatCode(() -> config.withBindAddress(ip("::")).withAdvertiseAddress(ip(told)).check())
				.doesNotThrowAnyException();
		}
	}

	private static LocalAddress choose(NetworkConfig config, String bound) throws UnknownHostException {
		return LocalAddress.choose(config, new InetSocketAddress(bound, 7946),
				new FakeNetwork().link("eth0", 2, "10.20.30.1"), List::of);
	}

	private static InetAddress ip(String text) throws UnknownHostException {
		return InetAddress.getByName(text);
	}

}
