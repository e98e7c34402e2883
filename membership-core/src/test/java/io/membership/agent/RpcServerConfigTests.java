package io.membership.agent;

import java.net.InetSocketAddress;

import io.membership.ConfigException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RpcServerConfigTests {

	@Test
	void anAddressThatOthersCanReachNeedsAKey() {
		InetSocketAddress open = new InetSocketAddress("0.0.0.0", 7373);
		for (String none : new String[] { null, "" }) {
			assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> RpcServerConfig.at(open, none))
				.withMessageContaining("rpc.address")
				.withMessageContaining("rpc.auth-key");
		}
		assertThat(RpcServerConfig.at(open, "k").address()).isEqualTo(open);
		assertThat(RpcServerConfig.at(new InetSocketAddress("127.0.0.2", 1), null).authKey()).isNull();
	}

	@Test
	void anAddressThatCannotBeResolvedIsRefused() {
		InetSocketAddress unresolved = InetSocketAddress.createUnresolved("nowhere.invalid", 7373);
		assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> RpcServerConfig.at(unresolved, "k"))
			.withMessageContaining("nowhere.invalid");
	}

	@Test
	void theKeyIsNotShown() {
		assertThat(RpcServerConfig.at(RpcServerConfig.loopback().address(), "s3cret").toString()).contains("hidden")
			.doesNotContain("s3cret");
	}

}
