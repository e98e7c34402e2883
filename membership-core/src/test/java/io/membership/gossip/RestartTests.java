package io.membership.gossip;

import java.time.Duration;
import java.util.List;

import io.membership.gossip.SimulatedCluster.SimulatedMember;
import io.membership.wire.Message;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Members that restart do not remember what was said of them; members that are gone stay
 * gone.
 */
class RestartTests {

	private SimulatedCluster cluster = new SimulatedCluster(31);

	/** memberlist issue 311. */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whoRestartsWithoutItsIncarnationIsAliveForAllAgainSoon(boolean left) {
		List<SimulatedMember> members = this.cluster.form(10);
		raiseIncarnation(members, "m7", 100);
		if (left) {
			members.get(7).leave();
		}
		else {
			members.get(7).crash();
		}
		this.cluster.expect(() -> this.cluster.everyoneSees("m7", left ? MemberStatus.LEFT : MemberStatus.FAILED),
				Duration.ofMinutes(2), "m7 is gone");
		// no member gossips to the dead one any more
		this.cluster.run(Duration.ofMinutes(2));
		this.cluster.expect(() -> !this.cluster.simulation.isBound(members.get(7).address), Duration.ofMinutes(1),
				"the port is free");
		SimulatedMember again = this.cluster.start("m7", members.get(7).address, (config) -> config);
		this.cluster.await(again.join(members.get(2)));
		this.cluster.expect(this.cluster::agreed, Duration.ofSeconds(10), "m7 is back");
		assertThat(again.list.localMember().incarnation()).isGreaterThan(100);
	}

	/**
	 * memberlist issue 311, with the scenario of its pull request 345: no member sends
	 * the dead message.
	 */
	@Test
	void whoIsHeldForDeadAndSaysThatItIsAliveIsTold() {
		SimulatedCluster quiet = new SimulatedCluster(32, SimulatedCluster::quiet);
		SimulatedMember a = quiet.start("a");
		ScriptedPeer witness = ScriptedPeer.joined(quiet, "witness", a);
		ScriptedPeer b = ScriptedPeer.joined(quiet, "b", a);
		b.tell(a, b.alive(100));
		witness.tell(a, witness.dead("b", 100));
		quiet.run(Duration.ofMinutes(2));
		b.heard.clear();
		witness.tell(a, b.alive(1));
		assertThat(b.heard(Message.Dead.class)).containsExactly(new Message.Dead(100, "b", "a"));
		// at a limited rate
		for (int i = 0; i < 100; i++) {
			witness.tell(a, b.alive(1));
		}
		assertThat(b.heard(Message.Dead.class)).hasSize(1);
	}

	@Test
	void whoIsHeldForDeadAndPingsMeIsTold() {
		SimulatedCluster quiet = new SimulatedCluster(33, SimulatedCluster::quiet);
		SimulatedMember a = quiet.start("a");
		ScriptedPeer witness = ScriptedPeer.joined(quiet, "witness", a);
		ScriptedPeer b = ScriptedPeer.joined(quiet, "b", a);
		witness.tell(a, witness.dead("b", 1));
		quiet.run(Duration.ofMinutes(2));
		b.heard.clear();
		b.tell(a, new Message.Ping(1, "a", b.address.getAddress().getAddress(), b.address.getPort(), "b"));
		quiet.run(Duration.ofMillis(5));
		assertThat(b.heard(Message.Ack.class)).hasSize(1);
		assertThat(b.heard(Message.Dead.class)).containsExactly(new Message.Dead(1, "b", "a"));
		// a stranger that names itself so is told nothing
		witness.heard.clear();
		witness.tell(a,
				new Message.Ping(2, "a", witness.address.getAddress().getAddress(), witness.address.getPort(), "b"));
		quiet.run(Duration.ofMillis(5));
		assertThat(witness.heard(Message.Dead.class)).isEmpty();
		assertThat(b.heard(Message.Dead.class)).hasSize(1);
	}

	/** memberlist issue 312. */
	@RepeatedTest(5)
	void exchangesOfStatesReviveNobodyWhoIsGone(RepetitionInfo repetition) {
		this.cluster = new SimulatedCluster(40 + repetition.getCurrentRepetition(),
				(config) -> config.withPushPull((pushPull) -> pushPull.withInterval(Duration.ofSeconds(2))));
		List<SimulatedMember> members = this.cluster.form(12);
		SimulatedMember cutOff = members.get(11);
		// one does not hear of the deaths until long after
		members.get(3).crash();
		members.get(4).leave();
		cutOff.pause(Duration.ofSeconds(120));
		this.cluster.run(Duration.ofSeconds(100));
		List<SimulatedMember> others = this.cluster.running().stream().filter((member) -> member != cutOff).toList();
		int[] before = others.stream().mapToInt((member) -> joins(member)).toArray();
		this.cluster.run(Duration.ofMinutes(5));
		for (int i = 0; i < before.length; i++) {
			assertThat(joins(others.get(i))).isEqualTo(before[i]);
		}
		assertThat(this.cluster.agreed()).isTrue();
	}

	/** memberlist issue 312: the gone have been forgotten by all but one. */
	@Test
	void whoIsForgottenHereAndStillHeldForDeadThereStaysGone() {
		SimulatedCluster quiet = new SimulatedCluster(34, SimulatedCluster::quiet);
		SimulatedMember a = quiet.start("a");
		ScriptedPeer witness = ScriptedPeer.joined(quiet, "witness", a);
		ScriptedPeer b = ScriptedPeer.joined(quiet, "b", a);
		witness.tell(a, witness.dead("b", 1));
		assertThat(quiet.await(a.list.forget("b"))).isTrue();
		witness.exchange(a, false, b.entry(1, MemberStatus.FAILED));
		witness.exchange(a, true, b.entry(1, MemberStatus.SUSPECT));
		witness.exchange(a, true, b.entry(1, MemberStatus.LEFT));
		assertThat(a.list.member("b")).isEmpty();
	}

	@Test
	void aRestartSoQuickThatNobodyNoticedIsNoFailure() {
		List<SimulatedMember> members = this.cluster.form(8);
		raiseIncarnation(members, "m5", 50);
		members.get(5).crash();
		SimulatedMember again = this.cluster.start("m5", members.get(5).address,
				(config) -> config.withMetadata(new byte[] { 9 }));
		again.join(members.get(0));
		this.cluster.expect(
				() -> this.cluster.agreed() && this.cluster.running()
					.stream()
					.allMatch((member) -> member.list.member("m5").orElseThrow().metadata().length == 1),
				Duration.ofSeconds(10), "the new metadata is known to all");
		assertThat(this.cluster.running().stream().filter((member) -> member != again))
			.allSatisfy((member) -> assertThat(member.eventsAbout("m5")).doesNotContain(MemberEvent.Type.FAILED));
	}

	private void raiseIncarnation(List<SimulatedMember> members, String name, long incarnation) {
		ScriptedPeer liar = new ScriptedPeer(this.cluster, "liar");
		SimulatedMember accused = members.stream()
			.filter((member) -> member.name.equals(name))
			.findFirst()
			.orElseThrow();
		liar.tell(accused, liar.suspect(name, incarnation - 1));
		this.cluster.expect(
				() -> members.stream()
					.allMatch((member) -> member.list.member(name).orElseThrow().incarnation() == incarnation),
				Duration.ofMinutes(1), "all know the high incarnation");
	}

	private static int joins(SimulatedMember member) {
		return (int) member.events.stream()
			.filter((event) -> event.type() == MemberEvent.Type.JOINED
					&& List.of("m3", "m4").contains(event.member().name()))
			.count();
	}

}
