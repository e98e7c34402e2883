package io.membership.spring.autoconfigure;

import io.membership.gossip.MemberlistConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

@ExtendWith(OutputCaptureExtension.class)
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
	void anApplicationWithoutANameHasAMemberNameAllTheSame() {
		assertThat(NodeName.of(new MockEnvironment(), "host", 7946)).isEqualTo("application-host-7946");
	}

	@Test
	void membersOnHostsWithoutANameHaveDifferentNames() {
		String name = NodeName.of(this.environment, "", 7946);
		assertThat(name).matches("orders-[0-9a-f]{8}-7946").isNotEqualTo(NodeName.of(this.environment, "", 7946));
	}

	@Test
	void namesThatAnyApplicationMayHaveAreToldOnce(CapturedOutput output) {
		NodeName.tellDefaults("application-host-7946", null, new MockEnvironment());
		assertThat(output)
			.contains("spring.application.name is not set, so this member is called application-host-7946 "
					+ "and its service is called application");
	}

	@Test
	void configuredNamesAreNotTold(CapturedOutput output) {
		NodeName.tellDefaults("orders-host-7946", null, this.environment);
		NodeName.tellDefaults("mine", "mine",
				new MockEnvironment().withProperty("membership.services.registration.name", "orders"));
		assertThat(output).doesNotContain("spring.application.name");
	}

	@Test
	void veryLongNamesAreShortened() {
		this.environment.setProperty("spring.application.name", "a".repeat(500));
		String name = NodeName.of(this.environment, "h".repeat(500), 7946);
		assertThatCode(() -> MemberlistConfig.lan(name).check()).doesNotThrowAnyException();
	}

}
