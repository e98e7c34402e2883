package io.membership.gossip;

import java.time.Duration;
import java.util.List;

import io.membership.gossip.MemberlistMetrics.Counter;
import io.membership.gossip.SimulatedCluster.SimulatedMember;
import io.membership.wire.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Incarnations are unsigned and never wrap, and an accusation that cannot be outbid
 * evicts no member (memberlist issue 358).
 */
class IncarnationTests {

	private static final long MAX = Incarnations.MAX;

	private final SimulatedCluster cluster = new SimulatedCluster(11);

	@ParameterizedTest
	@ValueSource(longs = { 0x7fff_fffeL, 0x7fff_ffffL, 0x8000_0000L, 0x8000_0001L, Incarnations.RESERVED - 2,
			Incarnations.RESERVED - 1, Incarnations.RESERVED, Incarnations.RESERVED + 1, MAX - 1, MAX })
	void noForgedAccusationEvictsALiveMember(long incarnation) {
		List<SimulatedMember> members = this.cluster.form(5);
		ScriptedPeer liar = new ScriptedPeer(this.cluster, "liar");
		for (SimulatedMember member : members) {
			liar.tell(member, new Message.Suspect(incarnation, "m3", "liar"));
		}
		this.cluster.run(Duration.ofMinutes(1));
		assertThat(this.cluster.agreed()).isTrue();
		for (SimulatedMember member : members) {
			liar.tell(member, new Message.Dead(incarnation, "m3", "m1"));
		}
		this.cluster.run(Duration.ofMinutes(2));
		assertThat(this.cluster.agreed()).isTrue();
		for (SimulatedMember member : members) {
			liar.tell(member, new Message.Dead(incarnation, "m3", "m3"));
		}
		this.cluster.run(Duration.ofMinutes(2));
		assertThat(this.cluster.agreed()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(longs = { 0x7fff_ffffL, 0x8000_0000L, Incarnations.RESERVED - 1, Incarnations.RESERVED, MAX - 1, MAX })
	void afterAForgedAliveMessageAMemberCanStillUpdateItsMetadata(long incarnation) {
		List<SimulatedMember> members = this.cluster.form(4);
		ScriptedPeer liar = new ScriptedPeer(this.cluster, "liar");
		for (SimulatedMember member : members) {
			liar.tell(member,
					ScriptedPeer.alive("m3", incarnation, members.get(3).address, new byte[] { 66 }, ScriptedPeer.VSN));
		}
		this.cluster.run(Duration.ofSeconds(10));
		this.cluster.await(members.get(3).list.updateMetadata(new byte[] { 1, 2, 3 }));
		this.cluster.run(Duration.ofSeconds(10));
		assertThat(members).allSatisfy(
				(member) -> assertThat(member.list.member("m3").orElseThrow().metadata()).containsExactly(1, 2, 3));
	}

	@ParameterizedTest
	@ValueSource(longs = { 0x7fff_ffffL, 0x8000_0000L, Incarnations.RESERVED - 1, Incarnations.RESERVED, MAX })
	void whoCrashesAfterAForgedAccusationIsStillFoundDead(long incarnation) {
		List<SimulatedMember> members = this.cluster.form(5);
		ScriptedPeer liar = new ScriptedPeer(this.cluster, "liar");
		for (SimulatedMember member : members) {
			liar.tell(member, new Message.Suspect(incarnation, "m3", "liar"));
		}
		this.cluster.run(Duration.ofSeconds(10));
		members.get(3).crash();
		this.cluster.expect(() -> this.cluster.everyoneSees("m3", MemberStatus.FAILED), Duration.ofMinutes(2),
				"m3 is failed for all");
	}

	@ParameterizedTest
	@ValueSource(longs = { 0x7fff_ffffL, 0x8000_0000L, Incarnations.RESERVED - 1, MAX })
	void whoRestartsAfterAForgedAccusationIsAMemberAgain(long incarnation) {
		List<SimulatedMember> members = this.cluster.form(5);
		ScriptedPeer liar = new ScriptedPeer(this.cluster, "liar");
		for (SimulatedMember member : members) {
			liar.tell(member, new Message.Suspect(incarnation, "m3", "liar"));
		}
		this.cluster.run(Duration.ofSeconds(10));
		members.get(3).crash();
		this.cluster.run(Duration.ofMinutes(2));
		SimulatedMember again = this.cluster.start("m3", members.get(3).address, (config) -> config);
		this.cluster.await(again.join(members.get(0)));
		this.cluster.expect(this.cluster::agreed, Duration.ofSeconds(30), "m3 is back");
	}

	@Test
	void incarnationsAreComparedUnsigned() {
		SimulatedCluster quiet = new SimulatedCluster(12, SimulatedCluster::quiet);
		SimulatedMember a = quiet.start("a");
		ScriptedPeer b = ScriptedPeer.joined(quiet, "b", a);
		b.tell(a, b.alive(0x7fff_ffffL));
		b.tell(a, b.alive(0x8000_0000L));
		assertThat(a.list.member("b").orElseThrow().incarnation()).isEqualTo(0x8000_0000L);
		b.tell(a, b.suspect("b", 0x7fff_ffffL), b.dead("b", 1));
		assertThat(a.status("b")).isEqualTo(MemberStatus.ALIVE);
		b.tell(a, b.alive(0xc000_0000L), b.alive(0x8000_0001L));
		assertThat(a.list.member("b").orElseThrow().incarnation()).isEqualTo(0xc000_0000L);
	}

	@Test
	void anAccusationAtTheMaximumIsCountedAndNotBelieved() {
		SimulatedCluster quiet = new SimulatedCluster(13, SimulatedCluster::quiet);
		SimulatedMember a = quiet.start("a");
		ScriptedPeer b = ScriptedPeer.joined(quiet, "b", a);
		b.tell(a, b.suspect("a", MAX), b.dead("a", MAX), b.dead("b", MAX), b.suspect("b", MAX));
		assertThat(a.list.localMember().incarnation()).isEqualTo(1);
		assertThat(a.status("b")).isEqualTo(MemberStatus.ALIVE);
		assertThat(a.list.metrics().count(Counter.REFUTATIONS)).isZero();
		assertThat(a.list.metrics().drops(GossipDrop.INCARNATION_RESERVED)).isEqualTo(4);
	}

	/** The attacker waits for each refutation and accuses just in it. */
	@Test
	void evenWhoIsAccusedStepByStepNeverWrapsAround() {
		SimulatedCluster quiet = new SimulatedCluster(14, SimulatedCluster::quiet);
		SimulatedMember a = quiet.start("a");
		ScriptedPeer b = ScriptedPeer.joined(quiet, "b", a);
		b.tell(a, b.suspect("a", Incarnations.RESERVED - 3));
		long before = a.list.localMember().incarnation();
		for (int i = 0; i < 100; i++) {
			b.tell(a, b.suspect("a", a.list.localMember().incarnation()));
			long after = a.list.localMember().incarnation();
			assertThat(after).isGreaterThanOrEqualTo(before).isLessThanOrEqualTo(MAX);
			before = after;
		}
		quiet.await(a.list.updateMetadata(new byte[] { 1 }));
		assertThat(a.list.localMember().incarnation()).isBetween(before, MAX);
	}

}
