package io.membership.spring.autoconfigure;

import io.membership.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class AddressPropertyTests {

	@ParameterizedTest
	@CsvSource({ "127.0.0.1,127.0.0.1", " 10.1.2.3 ,10.1.2.3", "::1,0:0:0:0:0:0:0:1", "[fd00::5],fd00:0:0:0:0:0:0:5",
			"0.0.0.0,0.0.0.0" })
	void aLiteralAddressIsTaken(String text, String address) {
		assertThat(AddressProperty.resolve("bind-address", text).getHostAddress()).isEqualTo(address);
	}

	@Test
	void aHostNameIsResolved() {
		assertThat(AddressProperty.resolve("bind-address", "localhost").isLoopbackAddress()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "no.such.host.invalid", "10.0.0.1:7946", "300.1.1.1", "a b", "10.0.0.0/8" })
	void whatIsNoAddressIsAnErrorThatSaysWhatToDo(String text) {
		assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> AddressProperty.resolve("bind-address", text))
			.withMessageContaining("'" + text + "'")
			.satisfies((ex) -> {
				assertThat(ex.setting()).isEqualTo("bind-address");
				assertThat(ex.action()).isNotBlank();
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "0.0.0.0", "::" })
	void allAddressesCannotBeAdvertised(String text) {
		assertThatExceptionOfType(ConfigException.class)
			.isThrownBy(() -> AddressProperty.resolveReachable("advertise-address", text))
			.withMessageContaining("wildcard address");
	}

	@ParameterizedTest
	@ValueSource(strings = { "224.0.0.1", "ff02::1" })
	void aMulticastAddressIsRefused(String text) {
		assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> AddressProperty.resolve("bind-address", text))
			.withMessageContaining("multicast");
	}

}
