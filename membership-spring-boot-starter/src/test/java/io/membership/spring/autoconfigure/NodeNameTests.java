package io.membership.spring.autoconfigure;

import io.membership.gossip.MemberlistConfig;
import org.junit.jupiter.api.Test;

import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

class NodeNameTests {

	private final MockEnvironment environment = new MockEnvironment().withProperty("spring.application.name", "orders");

	@Test
	void itIsMadeOfTheApplicationTheHostAndThePortAndSoTheSameAfterARestart() {
		assertThat(NodeName.of(this.environment, "host-1.example", 7946)).isEqualTo("orders-host-1.example-7946")
			.isEqualTo(NodeName.of(this.environment, "host-1.example", 7946));
	}

	@Test
	void theServersPortStandsInForAPortThatIsPickedAtRandom() {
		this.environment.setProperty("server.port", "8081");
		assertThat(NodeName.of(this.environment, "host", 0)).isEqualTo("orders-host-8081");
	}

	@Test
	void withoutAnyFixedPortItIsUnique() {
		this.environment.setProperty("server.port", "0");
		String name = NodeName.of(this.environment, "host", 0);
		assertThat(name).matches("orders-host-[0-9a-f]{8}").isNotEqualTo(NodeName.of(this.environment, "host", 0));
	}

	@Test
	void whatIsNotFitForALogOrAUrlIsReplaced() {
		this.environment.setProperty("spring.application.name", " my\napp/\u202e ");
		assertThat(NodeName.of(this.environment, "ho st\u001b[31m", 1)).isEqualTo("my-app-ho-st-31m-1");
	}

	@Test
	void anApplicationWithoutANameAndAHostWithoutOneHaveAMemberNameAllTheSame() {
		assertThat(NodeName.of(new MockEnvironment(), "", 7946)).isEqualTo("application-localhost-7946");
	}

	@Test
	void veryLongNamesAreShortened() {
		this.environment.setProperty("spring.application.name", "a".repeat(500));
		String name = NodeName.of(this.environment, "h".repeat(500), 7946);
		assertThatCode(() -> MemberlistConfig.lan(name).check()).doesNotThrowAnyException();
	}

}
