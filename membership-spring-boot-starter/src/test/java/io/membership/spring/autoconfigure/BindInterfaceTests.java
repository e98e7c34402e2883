package io.membership.spring.autoconfigure;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;

import io.membership.ConfigException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class BindInterfaceTests {

	private String loopback = "";

	@BeforeEach
	void findLoopback() throws SocketException, UnknownHostException {
		this.loopback = NetworkInterface.getByInetAddress(InetAddress.getByName("127.0.0.1")).getName();
	}

	@Test
	void theIpv4AddressOfTheInterfaceIsBound() {
		assertThat(BindInterface.address(this.loopback, null).getHostAddress()).isEqualTo("127.0.0.1");
	}

	@Test
	void anAddressOfTheInterfaceMayBeConfiguredBeside() throws UnknownHostException {
		InetAddress address = InetAddress.getByName("127.0.0.1");
		assertThat(BindInterface.address(this.loopback, address)).isEqualTo(address);
	}

	@Test
	void anAddressOfAnotherInterfaceIsRefused() throws UnknownHostException {
		InetAddress address = InetAddress.getByName("192.0.2.7");
		assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> BindInterface.address(this.loopback, address))
			.withMessageContaining("bind-interface")
			.withMessageContaining("127.0.0.1")
			.withMessageContaining("membership.bind-address 192.0.2.7");
	}

	@Test
	void anInterfaceThatDoesNotExistIsRefusedWithTheNamesOfThoseThatDo() {
		assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> BindInterface.address("eth77", null))
			.withMessageContaining("'eth77' is no network interface of this machine")
			.withMessageContaining(this.loopback);
	}

}
