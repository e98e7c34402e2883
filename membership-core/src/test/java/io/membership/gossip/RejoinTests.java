package io.membership.gossip;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.membership.ConfigException;
import io.membership.gossip.MemberlistMetrics.Counter;
import io.membership.gossip.SimulatedCluster.SimulatedMember;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Seeds and lost members are tried for as long as a member runs (memberlist issue 222).
 */
class RejoinTests {

	private final SimulatedCluster cluster = new SimulatedCluster(71);

	@Test
	void aMemberWhoseSeedsAreNotThereYetStartsAndJoinsLater() {
		SimulatedMember early = this.cluster.start("early", this.cluster.simulation.nextAddress(), (config) -> config
			.withSeeds((seeds) -> seeds.withAddresses(List.of("10.0.0.2:7946", "10.0.0.77", "10.0.0.78:1"))));
		assertThat(early.list.isRunning()).isTrue();
		this.cluster.run(Duration.ofMinutes(30));
		assertThat(early.list.members()).hasSize(1);
		assertThat(early.list.metrics().count(Counter.REJOIN_ATTEMPTS)).isBetween(20L, 120L);
		SimulatedMember seed = this.cluster.start("seed");
		assertThat(seed.address.getAddress().getHostAddress()).isEqualTo("10.0.0.2");
		this.cluster.expect(this.cluster::agreed, Duration.ofSeconds(70), "they find each other");
	}

	@Test
	void aSeedThatComesUpTwelveSecondsLaterIsReachedWithinThree() {
		for (int seed = 0; seed < 20; seed++) {
			SimulatedCluster late = new SimulatedCluster(seed,
					(config) -> config.withSeeds((seeds) -> seeds.withAddresses(List.of("10.0.0.3:7946"))));
			late.startAll(2);
			late.run(Duration.ofSeconds(12));
			late.start("seed");
			late.expect(late::agreed, Duration.ofSeconds(3), "all agree");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", ":7946", "10.0.0.9:0", "10.0.0.9:99999", "10.0.0.9:x", "[::1", "[]:7946", "/",
			"name/", "[10.0.0.9]x", "\u0000" })
	void aMalformedAddressIsAnErrorInTheSettingsAndAFailureOfAJoin(String malformed) {
		assertThatExceptionOfType(ConfigException.class)
			.isThrownBy(() -> this.cluster.start("member",
					(config) -> config.withSeeds((seeds) -> seeds.withAddresses(List.of("10.0.0.1", malformed)))))
			.withMessageContaining("'" + malformed + "'")
			.satisfies((ex) -> assertThat(ex.setting()).isEqualTo("join"));
		this.cluster.start("seed");
		SimulatedMember member = this.cluster.start("other");
		JoinResult result = this.cluster.await(member.list.join(List.of(malformed, "10.0.0.2:7946")));
		assertThat(result.reached()).isEqualTo(1);
		assertThat(result.failures()).containsOnlyKeys(malformed);
	}

	@ParameterizedTest
	@ValueSource(strings = { "10.0.0.99:7946", "fd00::77", "name/10.0.0.99:7946" })
	void aJoinAddressThatCannotWorkNeverStopsTheStartNorTheOthers(String bad) {
		SimulatedMember seed = this.cluster.start("seed");
		SimulatedMember member = this.cluster.start("member",
				(config) -> config.withSeeds((seeds) -> seeds.withAddresses(List.of(bad, "10.0.0.1:7946"))));
		this.cluster.expect(this.cluster::agreed, Duration.ofSeconds(15), "the good seed is joined");
		JoinResult result = this.cluster.await(member.list.join(List.of(bad, "10.0.0.1:7946")));
		assertThat(result.reached()).isEqualTo(1);
		assertThat(result.failures()).hasSize(1);
		assertThat(seed.list.members()).hasSize(2);
	}

	@Test
	void aJoinThatReachesNobodySaysWhy() {
		SimulatedMember member = this.cluster.start("member");
		JoinResult result = this.cluster.await(member.list.join(List.of("10.0.0.99:7946", "10.0.0.9:x")));
		assertThat(result.reached()).isZero();
		assertThat(result.failures()).containsOnlyKeys("10.0.0.99:7946", "10.0.0.9:x");
		assertThat(result.failures().values()).allSatisfy((reason) -> assertThat(reason).isNotBlank());
	}

	@Test
	void joiningOneselfOrNobodyIsNoFailure() {
		SimulatedMember member = this.cluster.start("member");
		assertThat(this.cluster.await(member.list.join(List.of("10.0.0.1:7946", "10.0.0.1"))))
			.isEqualTo(new JoinResult(0, Map.of()));
		assertThat(this.cluster.await(member.list.join(List.of()))).isEqualTo(new JoinResult(0, Map.of()));
	}

	@Test
	void halvesThatHaveForgottenEachOtherMeetAgainThroughTheirSeeds() {
		SimulatedCluster seeded = new SimulatedCluster(72,
				(config) -> config.withSeeds((seeds) -> seeds.withAddresses(List.of("10.0.0.1:7946", "10.0.0.6:7946")))
					.withMembers((members) -> members.withDeadMemberRetention(Duration.ofMinutes(1))));
		List<SimulatedMember> members = seeded.startAll(10);
		seeded.expect(seeded::agreed, Duration.ofMinutes(1), "all agree");
		seeded.partition(members.subList(0, 5), members.subList(5, 10));
		seeded.run(Duration.ofMinutes(20));
		assertThat(members).allSatisfy((member) -> assertThat(member.list.allMembers()).hasSize(5));
		seeded.heal();
		seeded.expect(seeded::agreed, Duration.ofMinutes(3), "the halves are one again");
	}

	@Test
	void halvesWithoutSeedsMeetAgainBecauseTheyRememberTheLost() {
		List<SimulatedMember> members = this.cluster.form(10);
		this.cluster.partition(members.subList(0, 5), members.subList(5, 10));
		this.cluster.run(Duration.ofMinutes(30));
		assertThat(members).allSatisfy((member) -> assertThat(member.list.allMembers()).hasSize(5));
		this.cluster.heal();
		this.cluster.expect(this.cluster::agreed, Duration.ofMinutes(3), "the halves are one again");
	}

	@Test
	void oneMemberThatWasCutOffForLongComesBack() {
		List<SimulatedMember> members = this.cluster.form(20);
		this.cluster.partition(members.subList(0, 1), members.subList(1, 20));
		this.cluster.run(Duration.ofMinutes(40));
		assertThat(members.get(0).list.members()).hasSize(1);
		this.cluster.heal();
		this.cluster.expect(this.cluster::agreed, Duration.ofMinutes(3), "it is back");
	}

	@Test
	void whoHasLeftIsNotTriedAgain() {
		List<SimulatedMember> members = this.cluster.form(4);
		members.get(3).leave();
		this.cluster.run(Duration.ofHours(1));
		assertThat(this.cluster.running()).allSatisfy(
				(member) -> assertThat(member.list.metrics().count(Counter.REJOIN_ATTEMPTS)).isLessThanOrEqualTo(1));
	}

	@Test
	void aMemberThatLeavesNoLongerTriesItsSeeds() {
		SimulatedMember seed = this.cluster.start("seed");
		SimulatedMember member = this.cluster.start("member", (config) -> config
			.withSeeds((seeds) -> seeds.withAddresses(List.of("10.0.0.1:7946", "10.0.0.99:7946"))));
		this.cluster.expect(this.cluster::agreed, Duration.ofSeconds(15), "joined");
		this.cluster.await(member.list.leave(Duration.ofSeconds(10)));
		this.cluster.run(Duration.ofMinutes(9));
		assertThat(seed.status("member")).isEqualTo(MemberStatus.LEFT);
		assertThat(seed.list.members()).hasSize(1);
	}

	@Test
	void aForgottenMemberIsNotTriedAgain() {
		List<SimulatedMember> members = this.cluster.form(3);
		members.get(2).crash();
		this.cluster.expect(() -> this.cluster.everyoneSees("m2", MemberStatus.FAILED), Duration.ofMinutes(2), "gone");
		assertThat(this.cluster.await(members.get(0).list.forget("m2"))).isTrue();
		assertThat(this.cluster.await(members.get(0).list.forget("m1"))).isFalse();
		assertThat(this.cluster.await(members.get(0).list.forget("m0"))).isFalse();
		assertThat(members.get(0).list.member("m2")).isEmpty();
		long attempts = members.get(0).list.metrics().count(Counter.REJOIN_ATTEMPTS);
		this.cluster.run(Duration.ofMinutes(30));
		assertThat(members.get(0).list.metrics().count(Counter.REJOIN_ATTEMPTS)).isEqualTo(attempts);
	}

}
