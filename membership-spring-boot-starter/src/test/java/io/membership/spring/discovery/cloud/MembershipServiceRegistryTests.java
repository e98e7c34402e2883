package io.membership.spring.discovery.cloud;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.membership.catalog.CatalogInstance;
import io.membership.catalog.HealthStatus;
import io.membership.catalog.LocalService;
import io.membership.catalog.LocalServices;
import io.membership.catalog.ServiceDefinition;
import io.membership.catalog.ServiceRegistration;
import io.membership.gossip.Memberlist;
import io.membership.gossip.MemberlistFixture;
import io.membership.spring.LocalNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

class MembershipServiceRegistryTests {

	private final LocalServices services = mock(LocalServices.class);

	private final MembershipServiceRegistry registry = new MembershipServiceRegistry(this.services);

	private final Memberlist memberlist = MemberlistFixture
		.memberlist(MemberlistFixture.memberAt("self", "fe80::1", 7946));

	private final ServiceRegistration service = ServiceRegistration
		.of(ServiceDefinition.of("stock", 8080).withId("stock-1"));

	private final MembershipRegistration registration = new MembershipRegistration(() -> this.service,
			new LocalNode.OfMemberlist(this.memberlist));

	@Test
	void whatIsRegisteredIsAServiceOfThisMember() {
		this.registry.register(this.registration);
		verify(this.services).register(this.service);
		this.registry.deregister(this.registration);
		verify(this.services).deregister("stock-1");
		this.registry.close();
	}

	@Test
	void aRegistrationWithoutAnAddressHasThatOfTheMember() {
		assertThat(this.registration.getHost()).isEqualTo("[fe80:0:0:0:0:0:0:1]");
		assertThat(this.registration.getUri()).hasToString("http://[fe80:0:0:0:0:0:0:1]:8080");
		assertThat(this.registration.getServiceId()).isEqualTo("stock");
		assertThat(this.registration.isSecure()).isFalse();
		assertThat(this.registration.getScheme()).isEqualTo("http");
	}

	@Test
	void aRegistrationIsTheInstanceThatTheOtherMembersFind() {
		ServiceDefinition tagged = new ServiceDefinition("stock-1", "stock", "10.0.0.1", 8080, List.of("blue"),
				Map.of());
		MembershipRegistration own = new MembershipRegistration(() -> ServiceRegistration.of(tagged),
				new LocalNode.OfMemberlist(this.memberlist));
		MembershipServiceInstance found = MembershipServiceInstance
			.of(new CatalogInstance("self", tagged, HealthStatus.PASSING, false));
		assertThat(own.getInstanceId()).isEqualTo(found.getInstanceId()).isEqualTo("self:stock-1");
		assertThat(own.getMetadata()).isEqualTo(found.getMetadata()).containsEntry("tags", "blue");
		assertThat(own.getUri()).isEqualTo(found.getUri());
	}

	@Test
	void beforeTheStartARegistrationHasNoHost() {
		given(this.memberlist.isRunning()).willReturn(false);
		assertThat(this.registration.getHost()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "UP, PASSING", "passing, PASSING", "warning, WARNING", "DOWN, CRITICAL", "OUT_OF_SERVICE, CRITICAL",
			"critical, CRITICAL" })
	void aStatusIsAHealth(String status, HealthStatus health) {
		this.registry.setStatus(this.registration, status);
		verify(this.services).setHealth("stock-1", health);
	}

	@Test
	void anUnknownStatusIsRefusedWithTheKnownOnes() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.registry.setStatus(this.registration, "SIDEWAYS"))
			.withMessageContaining("SIDEWAYS")
			.withMessageContaining("out_of_service");
	}

	@Test
	void theStatusIsThatOfTheLocalService() {
		LocalService local = new LocalService(this.service.service(), HealthStatus.WARNING, List.of(), true);
		given(this.services.service("stock-1")).willReturn(Optional.empty()).willReturn(Optional.of(local));
		assertThat(this.registry.<String>getStatus(this.registration)).isEqualTo("UNKNOWN");
		assertThat(this.registry.<String>getStatus(this.registration)).isEqualTo("warning");
	}

}
