package io.membership.spring.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.membership.ConfigException;
import io.membership.Keyring;
import io.membership.cluster.BroadcastLimits;
import io.membership.cluster.ClusterConfig;
import io.membership.cluster.EventsConfig;
import io.membership.cluster.QueryLimits;
import io.membership.gossip.MemberlistConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The properties of Serf's protocol. */
class ClusterPropertiesTests {

	private static final MemberlistConfig GOSSIP = MemberlistConfig.lan("node");

	@Test
	void withoutPropertiesTheSettingsAreSerfs() {
		assertThat(map(Map.of())).isEqualTo(ClusterConfig.of(GOSSIP));
	}

	@Test
	void everySettingOfTheCoreCanBeSet() {
		ClusterConfig config = map(everySetting());
		assertThat(config.tags()).isEqualTo(Map.of("role", "web", "Zone-1", "a b"));
		assertThat(config.queries()).isEqualTo(new QueryLimits(2048, 512, 7, 8));
		assertThat(config.events().coalescing()).isEqualTo(new EventsConfig.Coalescing(Duration.ofSeconds(1),
				Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(4)));
		assertThat(config.broadcasts()).isEqualTo(new BroadcastLimits(Duration.ofSeconds(5), 6, 7, 8));
		assertThat(config.snapshot().path()).isEqualTo(Path.of("some", "snapshot"));
		assertThat(config.events().sizeLimit()).isEqualTo(9216);
		// nothing is left at its default: a setting without a property would be
		ClusterConfig defaults = ClusterConfig.of(GOSSIP);
		assertThat(SettingsOf.leftAt(defaults, config)).filteredOn((setting) -> !setting.startsWith("memberlist."))
			.containsExactly("members.reconnectTimeoutOverride");
	}

	@ParameterizedTest
	@CsvSource({ "versions.serf,1", "events.size-limit,0B", "events.size-limit,9217B", "events.size-limit,3GB",
			"events.buffer,0", "queries.size-limit,0B", "queries.response-size-limit,64KB",
			"queries.timeout-multiplier,0", "queries.buffer,0", "events.coalesce.user-period,-1s",
			"broadcasts.check-interval,0s", "broadcasts.max-depth,0", "members.reap-interval,0s",
			"members.reconnect-interval,-1s", "members.reconnect-timeout,0s", "members.tombstone-timeout,0s",
			"leave.broadcast-timeout,0s", "leave.propagate-delay,-1s", "members.recent-intent-timeout,0s",
			"members.flap-timeout,-1s", "metadata,a", "versions.delegate-min,1", "versions.delegate-current,1" })
	void aBadValueIsAnErrorThatNamesItsProperty(String property, String value) {
		assertThatExceptionOfType(ConfigException.class)
			.isThrownBy(() -> map(Map.of("membership." + property, value)).check())
			.satisfies((ex) -> {
				assertThat(ex.setting()).isEqualTo(property);
				assertThat(ex.action()).isNotBlank();
			});
	}

	@Test
	void tagsOverTheLimitAreAnErrorThatNamesThem() {
		assertThatExceptionOfType(ConfigException.class)
			.isThrownBy(() -> map(Map.of("membership.tags.role", "x".repeat(512))).check())
			.satisfies((ex) -> assertThat(ex.setting()).isEqualTo("tags"));
	}

	@Test
	void theKeysOfTheKeyringFileWinOverThoseThatAreConfigured(@TempDir Path folder) throws IOException {
		Path file = folder.resolve("keyring");
		Map<String, String> properties = Map.of("membership.encryption.keyring-file", file.toString(),
				"membership.encryption.keys", "MDEyMzQ1Njc4OWFiY2RlZg==");
		assertThat(keyring(properties).primary()).asString(StandardCharsets.UTF_8).isEqualTo("0123456789abcdef");
		Files.writeString(file, "[\"ZmVkY2JhOTg3NjU0MzIxMA==\"]");
		assertThat(keyring(properties).primary()).asString(StandardCharsets.UTF_8).isEqualTo("fedcba9876543210");
		Files.writeString(file, "[\"secret\"]");
		assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> keyring(properties))
			.withMessageContaining("encryption.keyring-file")
			.withMessageNotContaining("secret");
	}

	private static Keyring keyring(Map<String, String> properties) {
		return new MembershipConfigMapper(new Binder(new MapConfigurationPropertySource(properties))
			.bindOrCreate("membership", Bindable.of(MembershipProperties.class))).map("node").encryption().keyring();
	}

	private static Map<String, String> everySetting() {
		Map<String, String> properties = new HashMap<>();
		properties.put("membership.tags.role", "web");
		properties.put("membership.tags.[Zone-1]", "a b");
		properties.put("membership.versions.serf", "4");
		properties.put("membership.members.reconnect-timeout", "1h");
		properties.put("membership.members.tombstone-timeout", "2h");
		properties.put("membership.members.reap-interval", "3s");
		properties.put("membership.members.reconnect-interval", "4s");
		properties.put("membership.leave.broadcast-timeout", "6s");
		properties.put("membership.leave.propagate-delay", "7s");
		properties.put("membership.members.recent-intent-timeout", "8s");
		properties.put("membership.members.flap-timeout", "9s");
		properties.put("membership.events.size-limit", "9KB");
		properties.put("membership.events.buffer", "10");
		properties.put("membership.queries.size-limit", "2KB");
		properties.put("membership.queries.response-size-limit", "512B");
		properties.put("membership.queries.timeout-multiplier", "7");
		properties.put("membership.queries.buffer", "8");
		properties.put("membership.events.coalesce.member-period", "1s");
		properties.put("membership.events.coalesce.member-quiescent-period", "2s");
		properties.put("membership.events.coalesce.user-period", "3s");
		properties.put("membership.events.coalesce.user-quiescent-period", "4s");
		properties.put("membership.broadcasts.check-interval", "5s");
		properties.put("membership.broadcasts.depth-warning", "6");
		properties.put("membership.broadcasts.max-depth", "7");
		properties.put("membership.broadcasts.min-depth", "8");
		properties.put("membership.snapshot.path", "some/snapshot");
		properties.put("membership.snapshot.rejoin-after-leave", "true");
		properties.put("membership.encryption.keyring-file", "some/keyring");
		properties.put("membership.members.name-conflict-resolution", "false");
		properties.put("membership.events.replay-on-join", "true");
		properties.put("membership.coordinates", "false");
		properties.put("membership.events.queue-capacity", "25");
		return properties;
	}

	private static ClusterConfig map(Map<String, String> properties) {
		MembershipProperties bound = new Binder(new MapConfigurationPropertySource(properties))
			.bindOrCreate("membership", Bindable.of(MembershipProperties.class));
		return new ClusterConfigMapper(bound).map(GOSSIP);
	}

}
