package io.membership.gossip;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;

import io.membership.gossip.MemberlistMetrics.ProbeOutcome;
import io.membership.gossip.SimulatedCluster.SimulatedMember;
import io.membership.simulation.LinkConditions;
import io.membership.wire.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** How a member probes the others, and what it learns of them and of itself. */
class ProbeTests {

	private static final Duration INTERVAL = Duration.ofSeconds(1);

	private final SimulatedCluster cluster = new SimulatedCluster(5, SimulatedCluster::unassisted);

	private SimulatedMember a = start((config) -> config);

	private final List<ScriptedPeer> helpers = new ArrayList<>();

	private final ScriptedPeer target = new ScriptedPeer(this.cluster, "target");

	private SimulatedMember start(UnaryOperator<MemberlistConfig> more) {
		return this.cluster.start("a", this.cluster.simulation.nextAddress(), more);
	}

	private void restart(UnaryOperator<MemberlistConfig> more) {
		this.a.crash();
		this.a = start(more);
	}

	private void helpers(int count) {
		for (int i = 0; i < count; i++) {
			this.helpers.add(ScriptedPeer.joined(this.cluster, "helper" + i, this.a));
		}
	}

	private void targetJoins() {
		this.target.tell(this.a, this.target.alive(1));
	}

	private void targetIsSilent() {
		this.target.acks = false;
		this.target.acksOnStreams = false;
	}

	private MemberStatus targetStatus() {
		return this.a.status("target");
	}

	private Duration untilSuspected() {
		this.cluster.expect(() -> targetStatus() == MemberStatus.SUSPECT, Duration.ofMinutes(2), "target is suspected");
		return this.cluster.simulation.now();
	}

	/** Waits for the next ping of the target; returns when it came. */
	private Duration untilPinged() {
		int before = this.target.heard(Message.Ping.class).size();
		this.cluster.expect(() -> this.target.heard(Message.Ping.class).size() > before, Duration.ofMinutes(2),
				"target is pinged");
		return this.cluster.simulation.now();
	}

	// S1 S13
	@Test
	void aMemberThatAnswersStaysAliveAndTheSequenceAdvances() {
		helpers(2);
		targetJoins();
		this.cluster.run(Duration.ofSeconds(30));
		assertThat(targetStatus()).isEqualTo(MemberStatus.ALIVE);
		assertThat(this.a.eventsAbout("target")).containsExactly(MemberEvent.Type.JOINED);
		List<Long> sequence = this.target.heard(Message.Ping.class).stream().map(Message.Ping::seqNo).toList();
		assertThat(sequence).hasSizeBetween(9, 11).doesNotHaveDuplicates().isSorted();
		assertThat(this.a.list.metrics().probes(ProbeOutcome.DIRECT)).isBetween(29L, 31L);
		assertThat(this.a.list.metrics().probes(ProbeOutcome.FAILED)).isZero();
	}

	// S1
	@Test
	void everybodyIsProbedOnceARound() {
		helpers(10);
		this.cluster.run(Duration.ofSeconds(2));
		this.helpers.forEach((helper) -> helper.heard.clear());
		this.cluster.run(Duration.ofSeconds(100));
		assertThat(this.helpers)
			.allSatisfy((helper) -> assertThat(helper.heard(Message.Ping.class)).hasSizeBetween(8, 12));
	}

	// S13
	@Test
	void aPingNamesItsTargetAndSaysWhereToAnswer() {
		targetJoins();
		untilPinged();
		assertThat(this.target.heard(Message.Ping.class)).allSatisfy((ping) -> {
			assertThat(ping.node()).isEqualTo("target");
			assertThat(ping.sourceNode()).isEqualTo("a");
			assertThat(ping.sourceAddr()).isEqualTo(this.a.address.getAddress().getAddress());
			assertThat(ping.sourcePort()).isEqualTo(this.a.address.getPort());
		});
	}

	// S2
	@Test
	void withoutAnyAnswerTheMemberIsSuspectedAndTheHelpersWereAsked() {
		helpers(3);
		targetIsSilent();
		targetJoins();
		Duration pinged = untilPinged();
		Duration suspected = untilSuspected();
		assertThat(suspected.minus(pinged)).isBetween(Duration.ofMillis(990), INTERVAL);
		long sequence = this.target.heard(Message.Ping.class).get(0).seqNo();
		assertThat(this.helpers).allSatisfy((helper) -> {
			assertThat(helper.heard(Message.IndirectPing.class)).singleElement().satisfies((request) -> {
				assertThat(request.seqNo()).isEqualTo(sequence);
				assertThat(request.node()).isEqualTo("target");
				assertThat(request.target()).isEqualTo(this.target.address.getAddress().getAddress());
				assertThat(request.port()).isEqualTo(this.target.address.getPort());
				assertThat(request.nack()).isTrue();
			});
		});
		this.cluster.run(Duration.ofMillis(1));
		assertThat(this.a.eventsAbout("target")).containsExactly(MemberEvent.Type.JOINED, MemberEvent.Type.SUSPECTED);
		assertThat(this.a.list.metrics().probes(ProbeOutcome.FAILED)).isEqualTo(1);
	}

	// S2
	@Test
	void whoIsReachedByAHelperIsAlive() {
		helpers(3);
		this.helpers.get(1).reachesOthers = true;
		targetIsSilent();
		targetJoins();
		this.cluster.run(Duration.ofSeconds(20));
		assertThat(this.a.eventsAbout("target")).containsExactly(MemberEvent.Type.JOINED);
		assertThat(this.a.list.metrics().probes(ProbeOutcome.INDIRECT)).isPositive();
		assertThat(this.a.list.healthScore()).isZero();
	}

	// S2
	@Test
	void noMoreHelpersAreAskedThanConfigured() {
		helpers(8);
		targetIsSilent();
		targetJoins();
		untilSuspected();
		assertThat(this.helpers.stream().mapToInt((helper) -> helper.heard(Message.IndirectPing.class).size()).sum())
			.isEqualTo(3);
	}

	// S4
	@Test
	void whoAnswersByTcpOnlyStaysAliveWithoutHarmToMyHealth() {
		helpers(3);
		this.target.acks = false;
		targetJoins();
		this.cluster.run(Duration.ofSeconds(30));
		assertThat(this.a.eventsAbout("target")).containsExactly(MemberEvent.Type.JOINED);
		assertThat(this.a.list.metrics().probes(ProbeOutcome.TCP)).isPositive();
		assertThat(this.a.list.metrics().probes(ProbeOutcome.FAILED)).isZero();
		assertThat(this.a.list.healthScore()).isZero();
	}

	// S5
	@Test
	void withoutTcpFallbackWhoAnswersByTcpOnlyIsSuspectedInTime() {
		restart((config) -> config.withProbe((probe) -> probe.withTcpFallback(false)));
		helpers(3);
		this.target.acks = false;
		targetJoins();
		Duration pinged = untilPinged();
		assertThat(untilSuspected().minus(pinged)).isLessThanOrEqualTo(INTERVAL);
		assertThat(this.target.heard).noneMatch((heard) -> heard.packet() < 0);
	}

	// S5
	@Test
	void tcpFallbackCanBeSwitchedOffForOneMember() {
		restart((config) -> config.withProbe((probe) -> probe.withTcpFallbackDisabledFor(Set.of("target"))));
		helpers(3);
		ScriptedPeer other = new ScriptedPeer(this.cluster, "other");
		other.acks = false;
		other.tell(this.a, other.alive(1));
		this.target.acks = false;
		targetJoins();
		untilSuspected();
		this.cluster.run(Duration.ofSeconds(10));
		assertThat(this.target.heard).noneMatch((heard) -> heard.packet() < 0);
		assertThat(other.heard).anyMatch((heard) -> heard.packet() < 0);
		assertThat(this.a.status("other")).isEqualTo(MemberStatus.ALIVE);
	}

	// S6
	@Test
	void aMemberWhoseProtocolHasNoTcpPingGetsNoneAndTheProbeTakesNoLonger() {
		helpers(3);
		this.target.vsn = new byte[] { 1, 2, 2, 0, 0, 0 };
		this.target.acks = false;
		targetJoins();
		Duration pinged = untilPinged();
		assertThat(untilSuspected().minus(pinged)).isLessThanOrEqualTo(INTERVAL);
		assertThat(this.target.heard).noneMatch((heard) -> heard.packet() < 0);
	}

	// S7
	@Test
	void aSickMemberProbesSlowerAndNacksKeepItsScoreFromGettingWorse() {
		helpers(3);
		this.helpers.forEach((helper) -> helper.nacks = true);
		targetIsSilent();
		targetJoins();
		for (int i = 0; i < 7; i++) {
			this.helpers.get(0).tell(this.a, this.helpers.get(0).suspect("a", 100 + i));
		}
		assertThat(this.a.list.healthScore()).isPositive();
		Duration pinged = untilPinged();
		int score = this.a.list.healthScore();
		assertThat(score).isPositive();
		Duration suspected = untilSuspected();
		assertThat(suspected.minus(pinged)).isBetween(INTERVAL.multipliedBy(score + 1).minusMillis(10),
				INTERVAL.multipliedBy(score + 1));
		assertThat(this.a.list.healthScore()).isEqualTo(score);
		assertThat(this.helpers)
			.allSatisfy((helper) -> assertThat(helper.heard(Message.IndirectPing.class)).isNotEmpty());
	}

	// S9
	@Test
	void aProbeThatIsAnsweredImprovesTheScoreByOne() {
		targetJoins();
		this.target.tell(this.a, this.target.suspect("a", 1), this.target.suspect("a", 2), this.target.suspect("a", 3));
		assertThat(this.a.list.healthScore()).isEqualTo(3);
		for (int score = 2; score >= 0; score--) {
			untilPinged();
			this.cluster.run(Duration.ofMillis(5));
			assertThat(this.a.list.healthScore()).isEqualTo(score);
		}
		untilPinged();
		this.cluster.run(Duration.ofMillis(5));
		assertThat(this.a.list.healthScore()).isZero();
	}

	// S10
	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 2, 3 })
	void everyMissingNackWorsensTheScore(int nacks) {
		helpers(3);
		this.helpers.subList(0, nacks).forEach((helper) -> helper.nacks = true);
		targetIsSilent();
		targetJoins();
		Duration pinged = untilPinged();
		Duration suspected = untilSuspected();
		assertThat(suspected.minus(pinged)).isLessThanOrEqualTo(INTERVAL);
		assertThat(this.a.list.healthScore()).isEqualTo(3 - nacks);
	}

	// S11
	@Test
	void helpersTooOldForNacksAreNotMissed() {
		for (int i = 0; i < 3; i++) {
			ScriptedPeer old = new ScriptedPeer(this.cluster, "old" + i);
			old.vsn = new byte[] { 1, 3, 2, 0, 0, 0 };
			old.tell(this.a, old.alive(1));
			this.helpers.add(old);
		}
		targetIsSilent();
		targetJoins();
		untilSuspected();
		assertThat(this.a.list.healthScore()).isEqualTo(1);
		assertThat(this.helpers).allSatisfy((helper) -> assertThat(helper.heard(Message.IndirectPing.class))
			.allSatisfy((request) -> assertThat(request.nack()).isFalse()));
	}

	// S12
	@Test
	void aSuspectHearsOfTheSuspicionInTheVeryPingThatProbesIt() {
		helpers(3);
		targetJoins();
		this.helpers.get(0).tell(this.a, this.helpers.get(0).suspect("target", 1));
		this.target.heard.clear();
		untilPinged();
		ScriptedPeer.Heard ping = this.target.heard.stream()
			.filter((heard) -> heard.message() instanceof Message.Ping)
			.findFirst()
			.orElseThrow();
		this.cluster.run(Duration.ofMillis(1));
		assertThat(this.target.heard.stream().filter((heard) -> heard.packet() == ping.packet()))
			.extracting(ScriptedPeer.Heard::message)
			.containsExactly(ping.message(), new Message.Suspect(1, "target", "a"));
	}

	// S12
	@Test
	void aSuspectRefutesWithinOneRoundOfProbes() {
		SimulatedCluster real = new SimulatedCluster(6, SimulatedCluster::unassisted);
		List<SimulatedMember> members = real.form(5);
		ScriptedPeer liar = new ScriptedPeer(real, "liar");
		liar.tell(members.get(0), liar.suspect("m3", 1));
		assertThat(members.get(0).status("m3")).isEqualTo(MemberStatus.SUSPECT);
		real.expect(real::agreed, Duration.ofSeconds(5), "m3 refutes");
		assertThat(members.get(0).eventsAbout("m3")).endsWith(MemberEvent.Type.SUSPECTED, MemberEvent.Type.RECOVERED);
		assertThat(members.get(3).list.localMember().incarnation()).isEqualTo(2);
	}

	// S14
	@Test
	void aPingOfTheApplicationMeasuresTheRoundTrip() {
		targetJoins();
		Duration roundTrip = this.cluster.await(this.a.list.ping(this.a.list.member("target").orElseThrow()));
		assertThat(roundTrip).isBetween(Duration.ofMillis(0).plusNanos(400_000), Duration.ofMillis(2));
	}

	// S14
	@Test
	void aPingOfTheApplicationThatNobodyAnswersFailsAfterTheProbeTimeout() {
		targetIsSilent();
		targetJoins();
		Duration start = this.cluster.simulation.now();
		CompletableFuture<Duration> ping = this.a.list.ping(this.a.list.member("target").orElseThrow());
		this.cluster.expect(ping::isDone, Duration.ofSeconds(5), "the ping ends");
		assertThatThrownBy(ping::join).isInstanceOf(CompletionException.class)
			.hasCauseInstanceOf(PingTimeoutException.class)
			.hasMessageContaining("No response from node target");
		assertThat(this.cluster.simulation.now().minus(start)).isBetween(Duration.ofMillis(500),
				Duration.ofMillis(501));
		assertThat(targetStatus()).isEqualTo(MemberStatus.ALIVE);
	}

	// S43
	@Test
	void whenAPingCannotBeWrittenTheHelpersAreAskedAtOnce() {
		helpers(3);
		this.helpers.forEach((helper) -> helper.reachesOthers = true);
		targetJoins();
		this.cluster.simulation.network().link(this.a.address, this.target.address, LinkConditions.GOOD.withoutRoute());
		Duration start = this.cluster.simulation.now();
		this.cluster.expect(() -> this.a.list.metrics().probes(ProbeOutcome.INDIRECT) > 0, Duration.ofSeconds(10),
				"the helpers reach it");
		assertThat(this.cluster.simulation.now().minus(start)).isLessThan(Duration.ofSeconds(5));
		ScriptedPeer.Heard asked = this.helpers.stream()
			.flatMap((helper) -> helper.heard.stream())
			.filter((heard) -> heard.message() instanceof Message.IndirectPing)
			.findFirst()
			.orElseThrow();
		assertThat(this.cluster.simulation.now().minus(asked.at())).isLessThan(Duration.ofMillis(5));
		assertThat(this.a.eventsAbout("target")).containsExactly(MemberEvent.Type.JOINED);
	}

	// S43
	@Test
	void whoCannotBeWrittenToAtAllIsSuspectedInTime() {
		helpers(3);
		targetJoins();
		this.cluster.simulation.network().link(this.a.address, this.target.address, LinkConditions.GOOD.withoutRoute());
		this.cluster.expect(() -> targetStatus() == MemberStatus.SUSPECT, Duration.ofSeconds(6), "it is suspected");
	}

	// S43
	@Test
	void aPingOfTheApplicationThatCannotBeWrittenFailsWithTheCauseAndNotWithATimeout() {
		targetJoins();
		this.cluster.simulation.network().link(this.a.address, this.target.address, LinkConditions.GOOD.withoutRoute());
		CompletableFuture<Duration> ping = this.a.list.ping(this.a.list.member("target").orElseThrow());
		this.cluster.expect(ping::isDone, Duration.ofMillis(10), "the ping ends at once");
		assertThatThrownBy(ping::join).hasCauseInstanceOf(IOException.class)
			.hasMessageContaining("Cannot send a ping")
			.cause()
			.isNotInstanceOf(PingTimeoutException.class);
	}

	@Test
	void aProbeThatFailsDoesNotCostTheIntervalAfterIt() {
		helpers(4);
		this.helpers.forEach((helper) -> helper.nacks = true);
		Set<ScriptedPeer> silent = new HashSet<>();
		for (int i = 0; i < 4; i++) {
			ScriptedPeer peer = new ScriptedPeer(this.cluster, "silent" + i);
			peer.acks = false;
			peer.acksOnStreams = false;
			peer.tell(this.a, peer.alive(1));
			silent.add(peer);
		}
		this.cluster.run(Duration.ofSeconds(20));
		long probes = 0;
		for (ProbeOutcome outcome : ProbeOutcome.values()) {
			probes += this.a.list.metrics().probes(outcome);
		}
		assertThat(probes).isBetween(18L, 21L);
	}

	@Test
	void aLateAckOfAnEarlierProbeDoesNotAnswerThisOne() {
		helpers(3);
		targetIsSilent();
		targetJoins();
		untilPinged();
		long sequence = this.target.heard(Message.Ping.class).get(0).seqNo();
		untilSuspected();
		for (int i = 0; i < 3; i++) {
			this.target.tell(this.a, new Message.Ack(sequence, null));
		}
		this.cluster.run(Duration.ofSeconds(60));
		assertThat(targetStatus()).isEqualTo(MemberStatus.FAILED);
	}

	@Test
	void aMemberThatIsAloneProbesNobodyAndIsWell() {
		this.cluster.run(Duration.ofMinutes(5));
		assertThat(this.a.list.healthScore()).isZero();
		assertThat(this.a.list.members()).hasSize(1);
	}

}
