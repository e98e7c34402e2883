package io.membership.agent;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterConfig;
import io.membership.cluster.ClusterMetrics;
import io.membership.cluster.MemberState;
import io.membership.gossip.MemberlistConfig;
import io.membership.simulation.Simulation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The figures of {@code serf info}. */
class SerfStatsTests {

	private final Simulation simulation = new Simulation(11);

	private final List<InetSocketAddress> addresses = new ArrayList<>();

	private final List<Cluster> clusters = new ArrayList<>();

	@Test
	void theStatsAreSerfs() throws IOException {
		for (int i = 0; i < 4; i++) {
			start("n" + i);
		}
		Cluster watched = this.clusters.get(0);
		expect(() -> watched.metrics().members(MemberState.ALIVE) == 4);
		// until the intents to join have arrived everywhere, too
		this.simulation.runFor(Duration.ofSeconds(5));
		this.clusters.get(3).leave().whenComplete((ok, failure) -> this.clusters.get(3).shutdown());
		expect(() -> watched.metrics().members(MemberState.LEFT) == 1);
		this.simulation.node(this.addresses.get(2)).crash();
		expect(() -> watched.metrics().members(MemberState.FAILED) == 1);
		watched.publish("deploy", "".getBytes(StandardCharsets.UTF_8), false);
		this.simulation.runFor(Duration.ofSeconds(30));
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

	private void start(String name) throws IOException {
		InetSocketAddress address = this.simulation.nextAddress();
		MemberlistConfig gossip = MemberlistConfig.lan(name)
			.withNetwork((network) -> network.withBindAddress(address.getAddress()).withBindPort(address.getPort()));
		Cluster cluster = Cluster.create(ClusterConfig.of(gossip), this.simulation.transportFactory());
		cluster.start();
		this.addresses.add(address);
		this.clusters.add(cluster);
		InetSocketAddress first = this.addresses.get(0);
		cluster.join(List.of(first.getAddress().getHostAddress() + ":" + first.getPort()), false);
	}

	private void expect(BooleanSupplier condition) {
		assertThat(this.simulation.runUntil(condition, Duration.ofSeconds(60))).isTrue();
	}

}
