package io.membership.spring.discovery.cloud;

import java.util.List;
import java.util.Optional;

import io.membership.catalog.AgentService;
import io.membership.catalog.HealthStatus;
import io.membership.catalog.LocalServices;
import io.membership.catalog.ServiceDefinition;
import io.membership.catalog.ServiceRegistration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

class MembershipServiceRegistryTests {

	private final LocalServices agent = mock(LocalServices.class);

	private final MembershipServiceRegistry registry = new MembershipServiceRegistry(this.agent);

	private final ServiceRegistration service = ServiceRegistration
		.of(ServiceDefinition.of("stock", 8080).withId("stock-1"));

	private final MembershipRegistration registration = new MembershipRegistration(() -> this.service, () -> "fe80::1");

	@Test
	void whatIsRegisteredGoesToTheAgent() {
		this.registry.register(this.registration);
		verify(this.agent).register(this.service);
		this.registry.deregister(this.registration);
		verify(this.agent).deregister("stock-1");
		this.registry.close();
	}

	@Test
	void aRegistrationWithoutAnAddressHasThatOfTheMember() {
		assertThat(this.registration.getHost()).isEqualTo("[fe80::1]");
		assertThat(this.registration.getUri()).hasToString("http://[fe80::1]:8080");
		assertThat(this.registration.getServiceId()).isEqualTo("stock");
		assertThat(this.registration.isSecure()).isFalse();
		assertThat(this.registration.getScheme()).isEqualTo("http");
	}

	@ParameterizedTest
	@CsvSource({ "UP, PASSING", "passing, PASSING", "warning, WARNING", "DOWN, CRITICAL", "OUT_OF_SERVICE, CRITICAL",
			"critical, CRITICAL" })
	void aStatusIsAHealth(String status, HealthStatus health) {
		this.registry.setStatus(this.registration, status);
		verify(this.agent).setHealth("stock-1", health);
	}

	@Test
	void anUnknownStatusIsRefusedWithTheKnownOnes() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.registry.setStatus(this.registration, "SIDEWAYS"))
			.withMessageContaining("SIDEWAYS")
			.withMessageContaining("out_of_service");
	}

	@Test
	void theStatusIsThatOfTheAgent() {
		AgentService local = new AgentService(this.service.service(), HealthStatus.WARNING, List.of(), true);
		given(this.agent.service("stock-1")).willReturn(Optional.empty()).willReturn(Optional.of(local));
		assertThat(this.registry.<String>getStatus(this.registration)).isEqualTo("UNKNOWN");
		assertThat(this.registry.<String>getStatus(this.registration)).isEqualTo("warning");
	}

}
