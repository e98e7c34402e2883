package io.membership.spring.docs;

import java.util.List;
import java.util.Map;

import io.membership.spring.docs.ConfigurationMetadata.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What editors offer follows Boot's rules for descriptions. */
class ConfigurationMetadataTests {

	@ParameterizedTest
	@MethodSource
	void aPropertyIsDescribedAsBootAsksFor(Property property) {
		assertThat(property.description()).isNotBlank().endsWith(".").doesNotStartWith("The ").doesNotStartWith("A ");
		assertThat(property.description()).doesNotContain("<")
			.doesNotContain("{@")
			.doesNotContainIgnoringCase("default:");
		if (property.type().equals("java.lang.Boolean")) {
			assertThat(property.description()).startsWith("Whether ");
			assertThat(property.defaultValue()).isInstanceOf(Boolean.class);
		}
		if (property.type().startsWith("java.util.Map")) {
			assertThat(property.description()).startsWith("Map of ");
		}
		else if (property.type().startsWith("java.util.")) {
			assertThat(property.description()).startsWith("Comma-separated list of ");
		}
		assertThat(property.type()).doesNotContain("long").doesNotContain("java.lang.Long");
	}

	static List<Property> aPropertyIsDescribedAsBootAsksFor() {
		return ConfigurationMetadata.properties();
	}

	@ParameterizedTest
	@ValueSource(strings = { "membership.enabled", "membership.protocol", "membership.node-name",
			"membership.cluster-name", "membership.profile", "membership.bind-address", "membership.bind-port",
			"membership.advertise-address", "membership.advertise-port", "membership.join",
			"membership.seeds.retry.enabled", "membership.metadata", "membership.tags", "membership.versions.serf",
			"membership.members.reconnect-timeout", "membership.members.tombstone-timeout",
			"membership.members.reap-interval", "membership.members.reconnect-interval",
			"membership.leave.broadcast-timeout", "membership.leave.propagate-delay",
			"membership.members.recent-intent-timeout", "membership.members.flap-timeout",
			"membership.events.size-limit", "membership.queries.size-limit", "membership.queries.response-size-limit",
			"membership.queries.timeout-multiplier", "membership.events.coalesce.user-period",
			"membership.snapshot.path", "membership.snapshot.rejoin-after-leave", "membership.encryption.keyring-file",
			"membership.members.name-conflict-resolution", "membership.rpc.enabled", "membership.rpc.address",
			"membership.rpc.auth-key", "membership.event-handlers", "membership.event-handler.shell",
			"membership.seeds.dns", "membership.seeds.srv", "membership.seeds.file", "membership.seeds.mdns",
			"membership.clusters", "membership.coordinates", "membership.broadcasts.max-depth",
			"membership.encryption.keys", "membership.encryption.verify-incoming",
			"membership.encryption.verify-outgoing", "membership.transport.cidrs-allowed",
			"membership.transport.compression", "membership.gossip.interval", "membership.probe.interval",
			"membership.suspicion.multiplier", "membership.push-pull.interval", "membership.leave.on-shutdown",
			"membership.leave.timeout", "management.health.cluster.enabled", "management.info.cluster.enabled",
			"management.endpoint.cluster.access", "membership.services.enabled",
			"membership.services.registration.enabled", "membership.services.registration.tags",
			"membership.services.registration.metadata", "membership.services.sync.interval",
			"membership.services.preservation.share", "membership.services.consul.url",
			"management.endpoint.clusterservices.access" })
	void thePropertyIsThere(String name) {
		assertThat(ConfigurationMetadata.properties()).extracting(Property::name).contains(name);
	}

	@Test
	void theEndpointsAreReadOnlyByDefault() {
		assertThat(ConfigurationMetadata.properties())
			.filteredOn((property) -> property.name().matches("management\\.endpoint\\.cluster(services)?\\.access"))
			.hasSize(2)
			.extracting(Property::defaultValue)
			.containsOnly("read_only");
	}

	@Test
	void editorsOfferTheProfilesAndTheProtocols() {
		assertThat(values("membership.profile")).containsExactly("lan", "wan", "local");
		assertThat(values("membership.protocol")).containsExactly("serf", "memberlist");
	}

	@SuppressWarnings("unchecked")
	private static List<Object> values(String name) {
		Map<String, Object> hint = ConfigurationMetadata.items("hints")
			.stream()
			.filter((item) -> item.get("name").equals(name))
			.findFirst()
			.orElseThrow();
		return ((List<Map<String, Object>>) hint.get("values")).stream().map((value) -> value.get("value")).toList();
	}

}
