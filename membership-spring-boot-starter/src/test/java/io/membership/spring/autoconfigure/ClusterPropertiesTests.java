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
	@CsvSource({ "serf-protocol-version,1", "user-event-size-limit,0B", "user-event-size-limit,9217B",
			"user-event-size-limit,3GB", "event-buffer,0", "query.size-limit,0B", "query.response-size-limit,64KB",
			"query.timeout-multiplier,0", "query.buffer,0", "coalesce.user-period,-1s", "queue.check-interval,0s",
			"queue.max-depth,0", "reap-interval,0s", "reconnect-interval,-1s", "reconnect-timeout,0s",
			"tombstone-timeout,0s", "broadcast-timeout,0s", "leave-propagate-delay,-1s", "recent-intent-timeout,0s",
			"flap-timeout,-1s", "metadata,a", "delegate-protocol-min,1", "delegate-protocol-current,1" })
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
		Map<String, String> properties = Map.of("membership.keyring-file", file.toString(),
				"membership.encryption.keys", "MDEyMzQ1Njc4OWFiY2RlZg==");
		assertThat(keyring(properties).primary()).asString(StandardCharsets.UTF_8).isEqualTo("0123456789abcdef");
		Files.writeString(file, "[\"ZmVkY2JhOTg3NjU0MzIxMA==\"]");
		assertThat(keyring(properties).primary()).asString(StandardCharsets.UTF_8).isEqualTo("fedcba9876543210");
		Files.writeString(file, "[\"secret\"]");
		assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> keyring(properties))
			.withMessageContaining("keyring-file")
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
		properties.put("membership.serf-protocol-version", "4");
		properties.put("membership.reconnect-timeout", "1h");
		properties.put("membership.tombstone-timeout", "2h");
		properties.put("membership.reap-interval", "3s");
		properties.put("membership.reconnect-interval", "4s");
		properties.put("membership.broadcast-timeout", "6s");
		properties.put("membership.leave-propagate-delay", "7s");
		properties.put("membership.recent-intent-timeout", "8s");
		properties.put("membership.flap-timeout", "9s");
		properties.put("membership.user-event-size-limit", "9KB");
		properties.put("membership.event-buffer", "10");
		properties.put("membership.query.size-limit", "2KB");
		properties.put("membership.query.response-size-limit", "512B");
		properties.put("membership.query.timeout-multiplier", "7");
		properties.put("membership.query.buffer", "8");
		properties.put("membership.coalesce.member-period", "1s");
		properties.put("membership.coalesce.member-quiescent-period", "2s");
		properties.put("membership.coalesce.user-period", "3s");
		properties.put("membership.coalesce.user-quiescent-period", "4s");
		properties.put("membership.queue.check-interval", "5s");
		properties.put("membership.queue.depth-warning", "6");
		properties.put("membership.queue.max-depth", "7");
		properties.put("membership.queue.min-depth", "8");
		properties.put("membership.snapshot.path", "some/snapshot");
		properties.put("membership.snapshot.rejoin-after-leave", "true");
		properties.put("membership.keyring-file", "some/keyring");
		properties.put("membership.name-conflict-resolution", "false");
		properties.put("membership.replay-on-join", "true");
		properties.put("membership.coordinates", "false");
		properties.put("membership.event-queue-capacity", "25");
		return properties;
	}

	private static ClusterConfig map(Map<String, String> properties) {
		MembershipProperties bound = new Binder(new MapConfigurationPropertySource(properties))
			.bindOrCreate("membership", Bindable.of(MembershipProperties.class));
		return new ClusterConfigMapper(bound).map(GOSSIP);
	}

}
