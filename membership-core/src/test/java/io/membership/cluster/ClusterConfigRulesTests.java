package io.membership.cluster;

import java.time.Duration;
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
class ClusterConfigRulesTests {

	@Test
	void theDefaultsAreSerfs() {
		ClusterConfig config = builder().build();
		assertThat(config.queries()).isEqualTo(new ClusterConfig.Queries(1024, 1024, 16, 512));
		assertThat(config.queues()).isEqualTo(new ClusterConfig.Queues(Duration.ofSeconds(30), 128, 4096, 0));
		assertThat(config.reconnectTimeout()).isEqualTo(Duration.ofHours(24));
		assertThat(config.tombstoneTimeout()).isEqualTo(Duration.ofHours(24));
		assertThat(config.nameConflictResolution()).isTrue();
	}

	@ParameterizedTest
	@MethodSource("invalid")
	void aSettingThatIsOutOfRangeIsNamed(String setting, UnaryOperator<ClusterConfigBuilder> change) {
		assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> change.apply(builder()).build())
			.satisfies((ex) -> assertThat(ex.setting()).isEqualTo(setting));
	}

	static Stream<Arguments> invalid() {
		return Stream.of(row("serf-protocol-version", (c) -> c.protocolVersion(6)),
				row("serf-protocol-version", (c) -> c.protocolVersion(1)),
				row("user-event-size-limit", (c) -> c.userEventSizeLimit(-1)),
				row("event-buffer", (c) -> c.eventBuffer(0)),
				row("broadcast-timeout", (c) -> c.broadcastTimeout(Duration.ZERO)),
				row("leave-propagate-delay", (c) -> c.leavePropagateDelay(Duration.ofSeconds(-1))),
				row("reap-interval", (c) -> c.reapInterval(Duration.ZERO)),
				row("reconnect-interval", (c) -> c.reconnectInterval(Duration.ZERO)),
				row("reconnect-timeout", (c) -> c.reconnectTimeout(Duration.ofSeconds(-1))),
				row("tombstone-timeout", (c) -> c.tombstoneTimeout(Duration.ofSeconds(-1))),
				row("recent-intent-timeout", (c) -> c.recentIntentTimeout(Duration.ZERO)),
				row("flap-timeout", (c) -> c.flapTimeout(Duration.ofSeconds(-1))),
				row("query.size-limit", (c) -> c.queries(new ClusterConfig.Queries(0, 1024, 16, 512))),
				row("query.response-size-limit", (c) -> c.queries(new ClusterConfig.Queries(1024, 70_000, 16, 512))),
				row("query.timeout-multiplier", (c) -> c.queries(new ClusterConfig.Queries(1024, 1024, 0, 512))),
				row("query.buffer", (c) -> c.queries(new ClusterConfig.Queries(1024, 1024, 16, 0))),
				row("coalesce.user-period",
						(c) -> c.coalescing(new ClusterConfig.Coalescing(Duration.ZERO, Duration.ZERO,
								Duration.ofSeconds(-1), Duration.ZERO))),
				row("queue.check-interval", (c) -> c.queues(new ClusterConfig.Queues(Duration.ZERO, 128, 4096, 0))),
				row("queue.depth-warning",
						(c) -> c.queues(new ClusterConfig.Queues(Duration.ofSeconds(30), 0, 4096, 0))),
				row("queue.max-depth", (c) -> c.queues(new ClusterConfig.Queues(Duration.ofSeconds(30), 128, 0, 0))),
				row("queue.min-depth",
						(c) -> c.queues(new ClusterConfig.Queues(Duration.ofSeconds(30), 128, 4096, -1))),
				row("event-queue-capacity", (c) -> c.eventQueueCapacity(0)),
				row("tags", (c) -> c.tags(java.util.Map.of("k", "v".repeat(600)))));
	}

	private static Arguments row(String setting, UnaryOperator<ClusterConfigBuilder> change) {
		return arguments(setting, change);
	}

	private static ClusterConfigBuilder builder() {
		return ClusterConfig.builder(MemberlistConfig.lan("a"));
	}

}
