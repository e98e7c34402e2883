package io.membership.spring.actuate;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import io.membership.Keyring;
import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterFixture;
import io.membership.cluster.ClusterState;
import io.membership.gossip.Member;
import io.membership.gossip.MemberStatus;
import io.membership.gossip.Memberlist;
import io.membership.gossip.MemberlistConfig;
import io.membership.gossip.MemberlistFixture;
import io.membership.spring.Clusters;
import io.membership.spring.LocalNodes;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class ClusterHealthIndicatorTests {

	private final Member self = MemberlistFixture.member("self", MemberStatus.ALIVE);

	private final Member other = MemberlistFixture.member("other", MemberStatus.ALIVE);

	private final AtomicLong now = new AtomicLong(System.nanoTime());

	@Test
	void aMemberThatHasLostItsNameIsDown() {
		Memberlist memberlist = memberlist(MemberlistConfig.lan("self"), this.self, this.other);
		Cluster cluster = mock(Cluster.class);
		given(cluster.memberlist()).willReturn(memberlist);
		given(cluster.metrics()).willReturn(ClusterFixture.cluster().metrics());
		given(cluster.state()).willReturn(ClusterState.ALIVE);
		ClusterHealthIndicator indicator = new ClusterHealthIndicator(LocalNodes.of(new Clusters(cluster, Map.of())),
				this.now::get);
		assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
		assertThat(indicator.health().getDetails()).containsEntry("memberState", "alive");
		given(cluster.state()).willReturn(ClusterState.NAME_LOST);
		assertThat(indicator.health().getStatus()).isEqualTo(Status.DOWN);
		assertThat(indicator.health().getDetails()).containsEntry("memberState", "name_lost")
			.containsEntry("nameConflicts", 0L);
	}

	@Test
	void aMemberAmongLivingOnesIsOk() {
		Memberlist memberlist = memberlist(
				MemberlistConfig.lan("self").withSeeds((seeds) -> seeds.withAddresses(List.of("seed"))), this.self,
				this.other);
		MemberlistFixture.queues(memberlist, 4, 100, 1);
		this.now.addAndGet(Duration.ofMillis(1500).toNanos());
		Health health = health(memberlist);
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("clusterState", ClusterCondition.OK)
			.containsEntry("healthScore", 0)
			.containsEntry("alive", 2)
			.containsEntry("suspect", 0)
			.containsEntry("failed", 0)
			.containsEntry("lastStallMs", 0L)
			.containsEntry("heartbeatAgeMs", 1500L)
			.containsEntry("broadcastQueueDepth", 4)
			.containsEntry("encrypted", false)
			.containsKey("pushPullAgeMs");
	}

	@Test
	void encryptionIsShownAndNoKey() {
		Memberlist memberlist = memberlist(
				MemberlistConfig.lan("self")
					.withEncryption((encryption) -> encryption.withKeyring(Keyring.of(List.of(new byte[16])))),
				this.self);
		assertThat(health(memberlist).getDetails()).containsEntry("encrypted", true)
			.allSatisfy((key, value) -> assertThat(value).isInstanceOfAny(Boolean.class, Number.class, Enum.class));
	}

	@Test
	void aMemberWithoutSeedsIsOkAlone() {
		assertThat(state(memberlist(MemberlistConfig.lan("self"), this.self))).isEqualTo(ClusterCondition.OK);
	}

	@Test
	void aMemberWithSeedsIsIsolatedAlone() {
		Memberlist memberlist = memberlist(
				MemberlistConfig.lan("self").withSeeds((seeds) -> seeds.withAddresses(List.of("seed"))), this.self);
		assertThat(state(memberlist)).isEqualTo(ClusterCondition.ISOLATED);
		assertThat(health(memberlist).getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void aMemberWhoseOthersHaveAllFailedIsIsolatedAndUp() {
		Memberlist memberlist = memberlist(MemberlistConfig.lan("self"), this.self,
				MemberlistFixture.member("gone", MemberStatus.FAILED));
		assertThat(state(memberlist)).isEqualTo(ClusterCondition.ISOLATED);
		assertThat(health(memberlist).getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void suspectsAndFailuresAndDoubtsDegradeTheClusterAndLeaveItUp() {
		Memberlist suspect = memberlist(MemberlistConfig.lan("self"), this.self,
				MemberlistFixture.member("slow", MemberStatus.SUSPECT));
		Memberlist failed = memberlist(MemberlistConfig.lan("self"), this.self, this.other,
				MemberlistFixture.member("gone", MemberStatus.FAILED));
		Memberlist doubtful = memberlist(MemberlistConfig.lan("self"), this.self, this.other);
		MemberlistFixture.healthScore(doubtful, 1);
		assertThat(List.of(suspect, failed, doubtful)).allSatisfy((memberlist) -> {
			assertThat(state(memberlist)).isEqualTo(ClusterCondition.DEGRADED);
			assertThat(health(memberlist).getStatus()).isEqualTo(Status.UP);
		});
	}

	@Test
	void aMemberThatLeftDegradesNothing() {
		assertThat(state(memberlist(MemberlistConfig.lan("self"), this.self, this.other,
				MemberlistFixture.member("left", MemberStatus.LEFT))))
			.isEqualTo(ClusterCondition.OK);
	}

	@Test
	void aStalledMemberIsUp() {
		Memberlist memberlist = memberlist(MemberlistConfig.lan("self"), this.self, this.other);
		MemberlistFixture.stalled(memberlist, Duration.ofMillis(700).toNanos());
		Health health = health(memberlist);
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("clusterState", ClusterCondition.STALLED)
			.containsEntry("lastStallMs", 700L);
	}

	@Test
	void aMemberWhoseEventLoopIsDeadIsDown() {
		Memberlist memberlist = memberlist(MemberlistConfig.lan("self"), this.self, this.other);
		this.now.addAndGet(Duration.ofSeconds(10).toNanos());
		assertThat(health(memberlist).getStatus()).isEqualTo(Status.UP);
		this.now.addAndGet(1);
		assertThat(health(memberlist).getStatus()).isEqualTo(Status.DOWN);
		assertThat(state(memberlist)).isEqualTo(ClusterCondition.STALLED);
	}

	@Test
	void aSlowerProfileHasMorePatience() {
		Memberlist memberlist = memberlist(MemberlistConfig.wan("self"), this.self, this.other);
		this.now.addAndGet(Duration.ofSeconds(50).toNanos());
		assertThat(health(memberlist).getStatus()).isEqualTo(Status.UP);
		this.now.addAndGet(1);
		assertThat(health(memberlist).getStatus()).isEqualTo(Status.DOWN);
	}

	@Test
	void aMemberThatDoesNotRunIsDown() {
		Memberlist memberlist = memberlist(MemberlistConfig.lan("self"), this.self);
		given(memberlist.isRunning()).willReturn(false);
		assertThat(health(memberlist).getStatus()).isEqualTo(Status.DOWN);
		assertThat(state(memberlist)).isEqualTo(ClusterCondition.STOPPED);
	}

	private Memberlist memberlist(MemberlistConfig config, Member... members) {
		Memberlist memberlist = MemberlistFixture.memberlist(config, members);
		MemberlistFixture.heartbeat(memberlist, this.now.get());
		return memberlist;
	}

	private Object state(Memberlist memberlist) {
		return health(memberlist).getDetails().get("clusterState");
	}

	private Health health(Memberlist memberlist) {
		return new ClusterHealthIndicator(LocalNodes.of(memberlist), this.now::get).health();
	}

}
