package com.example.orders;

import java.time.Duration;
import java.util.Map;

import io.membership.cluster.MemberState;
import io.membership.simulation.cluster.SimulatedCluster;
import io.membership.test.ClusterSimulation;

import static org.assertj.core.api.Assertions.assertThat;

class FailoverTests {

	@ClusterSimulation(seeds = 20, members = 5)
	void theOthersNoticeACrash(SimulatedCluster cluster) {
		cluster.loss(0.05);
		cluster.member(3).crash();
		cluster.awaitAgreement(Duration.ofMinutes(1));
		assertThat(cluster.member(1).stateOf("member-3")).isEqualTo(MemberState.FAILED);
	}

	@ClusterSimulation(seeds = 5)
	void tagsSurviveAPartition(SimulatedCluster.Builder builder) {
		SimulatedCluster cluster = builder.settings((config) -> config.withTags(Map.of("role", "web"))).start();
		cluster.partition(cluster.member(1), cluster.member(2));
		cluster.member(1).setTags(Map.of("role", "spare"));
		cluster.advance(Duration.ofMinutes(2));
		cluster.heal();
		cluster.awaitAgreement(Duration.ofMinutes(5));
		assertThat(cluster.member(5).view("member-1").orElseThrow().tags()).containsEntry("role", "spare");
	}

}
