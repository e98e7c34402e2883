package io.membership.cluster;

import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.membership.ConfigException;
import io.membership.gossip.MemberlistConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Which settings are refused, and that the exception names them. */
class ClusterConfigTests {

	private static final Duration NEGATIVE = Duration.ofSeconds(-1);

	@Test
	void theDefaultsAreSerfs() {
		ClusterConfig config = config();
		assertThat(config.queries()).isEqualTo(new QueryLimits(1024, 1024, 16, 512));
		assertThat(config.broadcasts()).isEqualTo(new BroadcastLimits(Duration.ofSeconds(30), 128, 4096, 0));
		assertThat(config.members().reconnectTimeout()).isEqualTo(Duration.ofHours(24));
		assertThat(config.members().tombstoneTimeout()).isEqualTo(Duration.ofHours(24));
		assertThat(config.members().nameConflictResolution()).isTrue();
	}

	@ParameterizedTest
	@MethodSource("invalid")
	void aSettingThatIsOutOfRangeIsNamed(String setting, UnaryOperator<ClusterConfig> change) {
		assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> change.apply(config()).check())
			.satisfies((ex) -> assertThat(ex.setting()).isEqualTo(setting));
	}

	static Stream<Arguments> invalid() {
		return Stream.of(row("versions.serf", (config) -> config.withProtocolVersion(6)),
				row("versions.serf", (config) -> config.withProtocolVersion(1)),
				events("events.size-limit", (events) -> events.withSizeLimit(-1)),
				events("events.buffer", (events) -> events.withBuffer(0)),
				events("events.queue-capacity", (events) -> events.withQueueCapacity(0)),
				events("events.coalesce.user-period",
						(events) -> events.withCoalescing((coalescing) -> coalescing.withUserPeriod(NEGATIVE))),
				leave("leave.broadcast-timeout", (leave) -> leave.withBroadcastTimeout(Duration.ZERO)),
				leave("leave.propagate-delay", (leave) -> leave.withPropagateDelay(NEGATIVE)),
				members("members.reap-interval", (members) -> members.withReapInterval(Duration.ZERO)),
				members("members.reconnect-interval", (members) -> members.withReconnectInterval(Duration.ZERO)),
				members("members.reconnect-timeout", (members) -> members.withReconnectTimeout(NEGATIVE)),
				members("members.tombstone-timeout", (members) -> members.withTombstoneTimeout(NEGATIVE)),
				members("members.recent-intent-timeout", (members) -> members.withRecentIntentTimeout(Duration.ZERO)),
				members("members.flap-timeout", (members) -> members.withFlapTimeout(NEGATIVE)),
				queries("queries.size-limit", (queries) -> queries.withSizeLimit(0)),
				queries("queries.response-size-limit", (queries) -> queries.withResponseSizeLimit(70_000)),
				queries("queries.timeout-multiplier", (queries) -> queries.withTimeoutMultiplier(0)),
				queries("queries.buffer", (queries) -> queries.withBuffer(0)),
				broadcasts("broadcasts.check-interval", (broadcasts) -> broadcasts.withCheckInterval(Duration.ZERO)),
				broadcasts("broadcasts.depth-warning", (broadcasts) -> broadcasts.withDepthWarning(0)),
				broadcasts("broadcasts.max-depth", (broadcasts) -> broadcasts.withMaxDepth(0)),
				broadcasts("broadcasts.min-depth", (broadcasts) -> broadcasts.withMinDepth(-1)),
				row("tags", (config) -> config.withTags(Map.of("k", "v".repeat(600)))));
	}

	private static Arguments events(String setting, UnaryOperator<EventsConfig> change) {
		return row(setting, (config) -> config.withEvents(change));
	}

	private static Arguments leave(String setting, UnaryOperator<LeaveConfig> change) {
		return row(setting, (config) -> config.withLeave(change));
	}

	private static Arguments members(String setting, UnaryOperator<MembersConfig> change) {
		return row(setting, (config) -> config.withMembers(change));
	}

	private static Arguments queries(String setting, UnaryOperator<QueryLimits> change) {
		return row(setting, (config) -> config.withQueries(change));
	}

	private static Arguments broadcasts(String setting, UnaryOperator<BroadcastLimits> change) {
		return row(setting, (config) -> config.withBroadcasts(change));
	}

	private static Arguments row(String setting, UnaryOperator<ClusterConfig> change) {
		return arguments(setting, change);
	}

	private static ClusterConfig config() {
		return ClusterConfig.of(MemberlistConfig.lan("a"));
	}

}
