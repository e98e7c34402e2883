package io.membership.spring.metrics;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import io.membership.Keyring;
import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterFixture;
import io.membership.gossip.Member;
import io.membership.gossip.MemberStatus;
import io.membership.gossip.Memberlist;
import io.membership.gossip.MemberlistConfig;
import io.membership.gossip.MemberlistFixture;
import io.membership.spring.LocalNode;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class GossipMetersTests {

	private final Member self = MemberlistFixture.member("self", MemberStatus.ALIVE);

	private final Memberlist memberlist = MemberlistFixture.memberlist(this.self,
			MemberlistFixture.member("other", MemberStatus.FAILED));

	private final Cluster cluster = ClusterFixture.cluster();

	@Test
	void onlyTheRoundTripOfProbesHasBuckets() {
		PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		ClusterTimers timers = new ClusterTimers(Tags.empty());
		timers.bindTo(registry);
		timers.probeRoundTrip(Duration.ofMillis(3));
		timers.pushPull(Duration.ofMillis(20), true);
		timers.pushPull(Duration.ofMillis(40), false);
		String scrape = registry.scrape();
		assertThat(scrape).contains("membership_probe_round_trip_seconds_bucket{le=")
			.contains("membership_probe_round_trip_seconds_count 1")
			.contains("membership_push_pull_seconds_count{outcome=\"success\"} 1")
			.doesNotContain("membership_push_pull_seconds_bucket")
			.contains("membership_push_pull_seconds_count{outcome=\"failure\"} 1");
	}

	@Test
	void countersShowWhatTheMemberCounts() {
		MeterRegistry registry = bind(new SimpleMeterRegistry(), Tags.empty());
		MemberlistFixture.countEverything(this.memberlist);
		ClusterFixture.countEverything(this.cluster);
		assertThat(registry.getMeters()).filteredOn((meter) -> meter.getId().getType() == Meter.Type.COUNTER)
			.isNotEmpty()
			.allSatisfy((meter) -> assertThat(meter.measure().iterator().next().getValue()).isOne());
	}

	@Test
	void gaugesShowTheStateOfTheMember() {
		MeterRegistry registry = bind(new SimpleMeterRegistry(), Tags.empty());
		MemberlistFixture.healthScore(this.memberlist, 3);
		MemberlistFixture.queues(this.memberlist, 5, 700, 2);
		MemberlistFixture.stalled(this.memberlist, 1_500_000_000L);
		MemberlistFixture.heartbeat(this.memberlist, System.nanoTime() - 2_000_000_000L);
		assertThat(registry.get("membership.members").tag("status", "alive").gauge().value()).isOne();
		assertThat(registry.get("membership.members").tag("status", "failed").gauge().value()).isOne();
		assertThat(registry.get("membership.members").tag("status", "left").gauge().value()).isZero();
		assertThat(registry.get("membership.health.score").gauge().value()).isEqualTo(3);
		assertThat(registry.get("membership.broadcast.queue.depth").tag("kind", "user").gauge().value()).isEqualTo(2);
		assertThat(registry.get("membership.broadcast.queue.depth").tag("kind", "membership").gauge().value())
			.isEqualTo(3);
		assertThat(registry.get("membership.broadcast.queue.bytes").gauge().value()).isEqualTo(700);
		assertThat(registry.get("membership.stall.max").gauge().value()).isEqualTo(1.5);
		assertThat(registry.get("membership.heartbeat.age").gauge().value()).isBetween(2.0, 60.0);
		assertThat(registry.get("membership.push.pull.age").gauge().value()).isBetween(0.0, 60.0);
		assertThat(registry.get("membership.encrypted").gauge().value()).isZero();
		assertThat(registry.get("membership.encryption.key.usage").gauge().value()).isZero();
	}

	@Test
	void encryptionIsShownAsOneAndNeverAsAKey() {
		Memberlist encrypted = MemberlistFixture.memberlist(
				MemberlistConfig.lan("self")
					.withEncryption((encryption) -> encryption.withKeyring(Keyring.of(List.of(new byte[32])))),
				this.self);
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		new GossipMeters(new LocalNode.OfMemberlist(encrypted), Tags.empty()).bindTo(registry);
		assertThat(registry.get("membership.encrypted").gauge().value()).isCloseTo(1, within(0.0));
	}

	@Test
	void hostileNamesDoNotMakeMetersMultiply() {
		Member[] many = IntStream.range(0, 10_000)
			.mapToObj((i) -> MemberlistFixture.member("{evil=\"" + i + "\"}\n", MemberStatus.ALIVE))
			.toArray(Member[]::new);
		MeterRegistry few = bind(new SimpleMeterRegistry(), Tags.empty());
		SimpleMeterRegistry crowded = new SimpleMeterRegistry();
		Memberlist flooded = MemberlistFixture.memberlist(MemberlistConfig.lan("self"), many);
		new GossipMeters(new LocalNode.OfMemberlist(flooded), Tags.empty()).bindTo(crowded);
		new ClusterTimers(Tags.empty()).bindTo(crowded);
		new ClusterMeters(this.cluster, Tags.empty()).bindTo(crowded);
		assertThat(crowded.getMeters()).hasSameSizeAs(few.getMeters());
		assertThat(crowded.getMeters()).flatExtracting((meter) -> meter.getId().getTags())
			.extracting(Tag::getValue)
			.noneMatch((value) -> value.contains("evil"));
	}

	@Test
	void everyMeterGetsTheCommonTags() {
		MeterRegistry registry = bind(new SimpleMeterRegistry(), Tags.of("cluster", "orders"));
		assertThat(registry.getMeters()).isNotEmpty()
			.allMatch((meter) -> "orders".equals(meter.getId().getTag("cluster")));
	}

	private <R extends MeterRegistry> R bind(R registry, Tags commonTags) {
		new GossipMeters(new LocalNode.OfMemberlist(this.memberlist), commonTags).bindTo(registry);
		new ClusterTimers(commonTags).bindTo(registry);
		new ClusterMeters(this.cluster, commonTags).bindTo(registry);
		return registry;
	}

}
