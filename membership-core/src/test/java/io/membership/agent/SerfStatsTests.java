package io.membership.agent;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterMetrics;
import io.membership.cluster.ListeningNode;
import io.membership.cluster.MemberState;
import io.membership.cluster.SimulatedMembers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The figures of {@code serf info}. */
class SerfStatsTests {

	private final SimulatedMembers members = new SimulatedMembers(11);

	@Test
	void theStatsAreSerfs() {
		List<ListeningNode> four = IntStream.range(0, 4)
			.mapToObj((i) -> this.members.start("n" + i, (config) -> config))
			.toList();
		this.members.join(four);
		Cluster watched = four.get(0).cluster();
		Cluster leaving = four.get(3).cluster();
		leaving.leave().whenComplete((ok, failure) -> leaving.shutdown());
		this.members.expect(() -> watched.metrics().members(MemberState.LEFT) == 1, 60);
		four.get(2).faults().crash();
		this.members.expect(() -> watched.metrics().members(MemberState.FAILED) == 1, 60);
		watched.publish("deploy", "".getBytes(StandardCharsets.UTF_8), false);
		this.members.run(30);
		Map<String, String> stats = SerfStats.of(watched);
		assertThat(stats.keySet()).containsExactly("members", "failed", "left", "health_score", "member_time",
				"event_time", "query_time", "intent_queue", "event_queue", "query_queue", "encrypted",
				"coordinate_resets");
		assertThat(stats).containsEntry("members", "4")
			.containsEntry("failed", "1")
			.containsEntry("left", "1")
			.containsEntry("event_time", "2")
			.containsEntry("query_time", "1")
			.containsEntry("intent_queue", "0")
			.containsEntry("event_queue", "0")
			.containsEntry("encrypted", "false");
		assertThat(Long.parseLong(stats.get("member_time")))
			.isEqualTo(watched.metrics().value(ClusterMetrics.Gauge.MEMBER_TIME))
			.isGreaterThan(1);
	}

}
