package io.membership.spring.discovery.cloud;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.membership.catalog.CatalogInstance;
import io.membership.catalog.CatalogService;
import io.membership.catalog.HealthStatus;
import io.membership.catalog.ServiceCatalog;
import io.membership.catalog.ServiceDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.BDDMockito;
import org.mockito.BDDMockito.BDDMyOngoingStubbing;

import org.springframework.cloud.client.ServiceInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class MembershipDiscoveryClientTests {

	private final ServiceCatalog catalog = mock(ServiceCatalog.class);

	private final MembershipDiscoveryClient client = new MembershipDiscoveryClient(this.catalog, 7);

	@Test
	void anInstanceIsWhatItSaysInTheCatalog() {
		ServiceDefinition service = new ServiceDefinition("stock-8443-node", "stock", "10.0.0.1", 8443,
				List.of("blue", "eu"), Map.of("secure", "true", "zone", "a"));
		given("stock", instance("node", service, HealthStatus.PASSING));
		ServiceInstance instance = this.client.getInstances("stock").get(0);
		assertThat(instance.getInstanceId()).isEqualTo("stock-8443-node");
		assertThat(instance.getServiceId()).isEqualTo("stock");
		assertThat(instance.getHost()).isEqualTo("10.0.0.1");
		assertThat(instance.getPort()).isEqualTo(8443);
		assertThat(instance.isSecure()).isTrue();
		assertThat(instance.getScheme()).isEqualTo("https");
		assertThat(instance.getUri()).isEqualTo(URI.create("https://10.0.0.1:8443"));
		assertThat(instance.getMetadata()).isEqualTo(Map.of("secure", "true", "zone", "a", "tags", "blue,eu"));
	}

	@Test
	void equalServicesOfDifferentMembersAreDifferentInstances() {
		ServiceDefinition service = ServiceDefinition.of("stock", 80).withAddress("10.0.0.1");
		given("stock", instance("a", service, HealthStatus.PASSING), instance("b", service, HealthStatus.PASSING));
		assertThat(this.client.getInstances("stock")).extracting(ServiceInstance::getInstanceId)
			.containsExactly("a:stock", "b:stock");
	}

	@Test
	void whatIsCriticalIsNotThere() {
		ServiceDefinition service = ServiceDefinition.of("stock", 80).withAddress("10.0.0.1");
		given("stock", instance("a", service, HealthStatus.CRITICAL));
		assertThat(this.client.getInstances("stock")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a b", "evil.example/path", "user@host", "host:80", "host?x", "::1]", "-",
			"a\u202eb", "[::1]", "stock_1", "256.0.0.1" })
	void whatSaysAnAddressThatCannotBeCalledDoesNotSpoilTheRest(String address) {
		ServiceDefinition good = ServiceDefinition.of("stock", 80).withAddress("10.0.0.1");
		given("stock", instance("a", good.withAddress(address), HealthStatus.PASSING),
				instance("b", good, HealthStatus.PASSING), instance("c",
						new ServiceDefinition("x", "stock", "10.0.0.2", 0, List.of(), Map.of()), HealthStatus.PASSING));
		assertThat(this.client.getInstances("stock")).extracting(ServiceInstance::getHost).containsExactly("10.0.0.1");
	}

	@ParameterizedTest
	@CsvSource({ "10.0.0.1, 10.0.0.1", "host, host", "a-b.example.com., a-b.example.com.", "::1, [::1]",
			"fe80::1%eth0, [fe80::1]", "2001:db8::1, [2001:db8::1]" })
	void anAddressIsWrittenAsInAUrl(String address, String host) {
		given("stock", instance("a", ServiceDefinition.of("stock", 80).withAddress(address), HealthStatus.PASSING));
		ServiceInstance instance = this.client.getInstances("stock").get(0);
		assertThat(instance.getHost()).isEqualTo(host);
		assertThat(instance.getUri()).hasToString("http://" + host + ":80").hasHost(host);
	}

	@Test
	void aReactiveApplicationSeesTheSame() {
		given("stock", instance("a", ServiceDefinition.of("stock", 80).withAddress("10.0.0.1"), HealthStatus.PASSING));
		given(this.catalog.services()).willReturn(Set.of("stock"));
		MembershipReactiveDiscoveryClient reactive = new MembershipReactiveDiscoveryClient(this.client);
		assertThat(reactive.getInstances("stock").collectList().block()).isEqualTo(this.client.getInstances("stock"));
		assertThat(reactive.getServices().collectList().block()).containsExactly("stock");
		assertThat(this.client.getServices()).containsExactly("stock");
		assertThat(reactive.getOrder()).isEqualTo(this.client.getOrder()).isEqualTo(7);
		assertThat(reactive.description()).isEqualTo(this.client.description());
	}

	private static CatalogInstance instance(String member, ServiceDefinition service, HealthStatus health) {
		return new CatalogInstance(member, service, health, false);
	}

	private void given(String name, CatalogInstance... instances) {
		given(this.catalog.service(name)).willReturn(new CatalogService(name, Arrays.asList(instances), false));
	}

	private static <T> BDDMyOngoingStubbing<T> given(T call) {
		return BDDMockito.given(call);
	}

}
