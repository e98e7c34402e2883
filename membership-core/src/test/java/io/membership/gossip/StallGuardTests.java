package io.membership.gossip;

import java.time.Duration;
import java.util.List;

import io.membership.gossip.MemberlistMetrics.Counter;
import io.membership.gossip.MemberlistMetrics.ProbeOutcome;
import io.membership.gossip.SimulatedCluster.SimulatedMember;
import io.membership.wire.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A member that was stopped for a while does not accuse others because of messages that
 * it missed.
 */
class StallGuardTests {

	@ParameterizedTest
	@CsvSource({ "1, 2, 8", "2, 2, 8", "3, 2, 3", "1, 10, 8", "2, 10, 8", "3, 10, 30", "1, 30, 8", "2, 30, 8",
			"3, 30, 3", "1, 60, 8", "2, 60, 30" })
	void thePauseOfOneMemberMakesNobodyElseDead(int seed, int seconds, int size) {
		SimulatedCluster cluster = new SimulatedCluster(50 + seed);
		List<SimulatedMember> members = cluster.form(size);
		SimulatedMember paused = members.get(1);
		for (int round = 0; round < 3; round++) {
			cluster.run(Duration.ofMillis(3000 + 370 * round));
			paused.pause(Duration.ofSeconds(seconds));
			cluster.run(Duration.ofSeconds(seconds));
			cluster.expect(cluster::agreed, Duration.ofSeconds(10), "all agree soon after the pause");
		}
		cluster.run(Duration.ofSeconds(60));
		assertNobodyFailed(members, paused);
		assertThat(paused.list.metrics().count(Counter.STALLS)).isBetween(3L, 6L);
	}

	@Test
	void aMemberThatIsStoppedAndResumedAllTheTimeMakesNobodyElseDead() {
		SimulatedCluster cluster = new SimulatedCluster(55);
		List<SimulatedMember> members = cluster.form(8);
		SimulatedMember paused = members.get(1);
		for (int round = 0; round < 240; round++) {
			paused.pause(Duration.ofMillis(500));
			cluster.run(Duration.ofSeconds(1));
		}
		cluster.run(Duration.ofSeconds(60));
		assertNobodyFailed(members, paused);
		assertThat(cluster.agreed()).isTrue();
	}

	@Test
	void aQuarterOfAllPausedAtOnceMakesNobodyElseDead() {
		SimulatedCluster cluster = new SimulatedCluster(56);
		List<SimulatedMember> members = cluster.form(16);
		List<SimulatedMember> paused = members.subList(0, 4);
		paused.forEach((member) -> member.pause(Duration.ofSeconds(20)));
		cluster.run(Duration.ofSeconds(20));
		cluster.expect(cluster::agreed, Duration.ofSeconds(15), "all agree again");
		cluster.run(Duration.ofSeconds(60));
		assertNobodyFailed(members, paused.toArray(SimulatedMember[]::new));
	}

	@Test
	void aProbeThatTheMemberSleptThroughIsVoidAndDoneAgain() {
		SimulatedCluster cluster = new SimulatedCluster(57, SimulatedCluster::unassisted);
		SimulatedMember a = cluster.start("a");
		ScriptedPeer b = ScriptedPeer.joined(cluster, "b", a);
		b.acks = false;
		b.acksOnStreams = false;
		int before = b.heard(Message.Ping.class).size();
		cluster.expect(() -> b.heard(Message.Ping.class).size() > before, Duration.ofSeconds(5), "b is pinged");
		a.pause(Duration.ofSeconds(3));
		cluster.run(Duration.ofMillis(3001));
		assertThat(a.list.metrics().probes(ProbeOutcome.VOID)).isEqualTo(1);
		assertThat(a.status("b")).isEqualTo(MemberStatus.ALIVE);
		assertThat(a.list.metrics().count(Counter.ACCUSATIONS_SUPPRESSED)).isEqualTo(1);
		assertThat(a.list.healthScore()).isEqualTo(1);
		cluster.expect(() -> a.status("b") == MemberStatus.SUSPECT, Duration.ofSeconds(6), "the next one counts");
	}

	@Test
	void withoutTheGuardTheSameProbeAccuses() {
		SimulatedCluster cluster = new SimulatedCluster(57, SimulatedCluster::unassisted);
		SimulatedMember a = cluster.start("a",
				(config) -> config.withSuspicion((suspicion) -> suspicion.withStallGuard(false)));
		ScriptedPeer b = ScriptedPeer.joined(cluster, "b", a);
		b.acks = false;
		b.acksOnStreams = false;
		int before = b.heard(Message.Ping.class).size();
		cluster.expect(() -> b.heard(Message.Ping.class).size() > before, Duration.ofSeconds(5), "b is pinged");
		a.pause(Duration.ofSeconds(3));
		cluster.run(Duration.ofMillis(3001));
		assertThat(a.list.metrics().probes(ProbeOutcome.VOID)).isZero();
		assertThat(a.status("b")).isEqualTo(MemberStatus.SUSPECT);
	}

	@Test
	void aSuspicionThatEndsDuringAPauseIsPutOffAndTheSuspectProbedOnceMore() {
		SimulatedCluster cluster = new SimulatedCluster(58, SimulatedCluster::unassisted);
		SimulatedMember a = cluster.start("a");
		ScriptedPeer witness = ScriptedPeer.joined(cluster, "witness", a);
		ScriptedPeer b = ScriptedPeer.joined(cluster, "b", a);
		witness.tell(a, witness.suspect("b", 1));
		cluster.run(Duration.ofSeconds(1));
		// four seconds would have been its time
		a.pause(Duration.ofSeconds(10));
		cluster.run(Duration.ofMillis(10_100));
		assertThat(a.status("b")).isEqualTo(MemberStatus.SUSPECT);
		b.heard.clear();
		cluster.run(Duration.ofMillis(3300));
		assertThat(a.status("b")).isEqualTo(MemberStatus.SUSPECT);
		assertThat(b.heard(Message.Ping.class)).isNotEmpty();
		b.tell(a, b.alive(2));
		cluster.run(Duration.ofSeconds(40));
		assertThat(a.eventsAbout("b")).endsWith(MemberEvent.Type.SUSPECTED, MemberEvent.Type.RECOVERED);
	}

	@Test
	void whoIsReallyDeadIsStillDeclaredDeadAfterAPause() {
		SimulatedCluster cluster = new SimulatedCluster(59, SimulatedCluster::unassisted);
		SimulatedMember a = cluster.start("a");
		ScriptedPeer witness = ScriptedPeer.joined(cluster, "witness", a);
		ScriptedPeer b = ScriptedPeer.joined(cluster, "b", a);
		b.acks = false;
		b.acksOnStreams = false;
		witness.tell(a, witness.suspect("b", 1));
		a.pause(Duration.ofSeconds(10));
		cluster.run(Duration.ofSeconds(10));
		cluster.expect(() -> a.status("b") == MemberStatus.FAILED, Duration.ofSeconds(30), "b is found dead");
	}

	@Test
	void aMemberThatNeverWakesUpProperlyStillFindsTheDead() {
		SimulatedCluster cluster = new SimulatedCluster(60);
		List<SimulatedMember> members = cluster.form(3);
		SimulatedMember sick = members.get(1);
		cluster.run(Duration.ofSeconds(5));
		members.get(0).crash();
		members.get(2).crash();
		for (int round = 0; round < 600 && sick.list.members().size() > 1; round++) {
			sick.pause(Duration.ofMillis(700));
			cluster.run(Duration.ofSeconds(1));
		}
		assertThat(sick.list.members()).hasSize(1);
	}

	@Test
	void whatTheOthersSayIsBelievedDuringAndAfterAStall() {
		SimulatedCluster cluster = new SimulatedCluster(61, SimulatedCluster::unassisted);
		SimulatedMember a = cluster.start("a");
		ScriptedPeer witness = ScriptedPeer.joined(cluster, "witness", a);
		ScriptedPeer.joined(cluster, "b", a);
		a.pause(Duration.ofSeconds(5));
		witness.tell(a, witness.dead("b", 1));
		cluster.run(Duration.ofSeconds(6));
		assertThat(a.status("b")).isEqualTo(MemberStatus.FAILED);
	}

	@Test
	void aStepOfTheWallClockMeansNothing() {
		SimulatedCluster cluster = new SimulatedCluster(62);
		List<SimulatedMember> members = cluster.form(6);
		cluster.simulation.node(members.get(1).address).stepWallClock(Duration.ofDays(400));
		cluster.simulation.node(members.get(2).address).stepWallClock(Duration.ofDays(-400));
		cluster.run(Duration.ofMinutes(3));
		assertNobodyFailed(members);
		assertThat(members).allSatisfy((member) -> assertThat(member.list.metrics().count(Counter.STALLS)).isZero());
	}

	private static void assertNobodyFailed(List<SimulatedMember> members, SimulatedMember... except) {
		List<String> names = List.of(except).stream().map((member) -> member.name).toList();
		for (SimulatedMember member : members) {
			assertThat(member.events.stream()
				.filter((event) -> event.type() == MemberEvent.Type.FAILED)
				.filter((event) -> !names.contains(event.member().name()))).as("events of " + member.name).isEmpty();
		}
	}

}
