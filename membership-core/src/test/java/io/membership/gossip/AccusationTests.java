package io.membership.gossip;

import java.time.Duration;

import io.membership.gossip.MemberlistMetrics.Counter;
import io.membership.gossip.MemberlistMetrics.SuspicionOutcome;
import io.membership.gossip.SimulatedCluster.SimulatedMember;
import io.membership.wire.Message;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a member makes of messages that suspect a node or say that it is dead. */
class AccusationTests {

	private final SimulatedCluster cluster = new SimulatedCluster(3, SimulatedCluster::unassisted);

	private final SimulatedMember a = this.cluster.start("a");

	/** Hears what is gossiped. */
	private final ScriptedPeer witness = ScriptedPeer.joined(this.cluster, "witness", this.a);

	/** The accused one: answers pings, but does not refute. */
	private final ScriptedPeer b = ScriptedPeer.joined(this.cluster, "b", this.a);

	private final ScriptedPeer c = ScriptedPeer.joined(this.cluster, "c", this.a);

	AccusationTests() {
		this.b.tell(this.a, this.b.alive(5));
		drain();
		this.witness.heard.clear();
	}

	// S28
	@Test
	void aSuspicionOfAnUnknownNodeIsIgnored() {
		this.c.tell(this.a, this.c.suspect("nobody", 1));
		assertThat(this.a.list.member("nobody")).isEmpty();
		drain();
		assertThat(this.witness.heard(Message.Suspect.class)).isEmpty();
	}

	// S29
	@Test
	void aSuspicionIsGossipedAndEndsWithTheDeathOfTheNode() {
		this.c.tell(this.a, this.c.suspect("b", 5));
		assertThat(this.a.status("b")).isEqualTo(MemberStatus.SUSPECT);
		this.cluster.run(Duration.ofSeconds(2));
		assertThat(this.witness.heard(Message.Suspect.class)).isNotEmpty()
			.allSatisfy((suspect) -> assertThat(suspect).isEqualTo(this.c.suspect("b", 5)));
		this.cluster.expect(() -> this.a.status("b") == MemberStatus.FAILED, Duration.ofSeconds(30), "b fails");
		this.cluster.run(Duration.ofSeconds(2));
		assertThat(this.a.eventsAbout("b")).endsWith(MemberEvent.Type.SUSPECTED, MemberEvent.Type.FAILED);
		assertThat(this.witness.heard(Message.Dead.class)).isNotEmpty()
			.allSatisfy((dead) -> assertThat(dead).isEqualTo(new Message.Dead(5, "b", "a")));
		assertThat(this.a.list.metrics().suspicions(SuspicionOutcome.STARTED)).isEqualTo(1);
		assertThat(this.a.list.metrics().suspicions(SuspicionOutcome.EXPIRED)).isEqualTo(1);
	}

	// S29
	@Test
	void aSuspicionInAHigherIncarnationIsTakenOver() {
		this.c.tell(this.a, this.c.suspect("b", 9));
		assertThat(this.a.list.member("b").orElseThrow().incarnation()).isEqualTo(9);
		this.b.tell(this.a, this.b.alive(9));
		assertThat(this.a.status("b")).isEqualTo(MemberStatus.SUSPECT);
		this.b.tell(this.a, this.b.alive(10));
		assertThat(this.a.status("b")).isEqualTo(MemberStatus.ALIVE);
	}

	// S30
	@Test
	void theSameAccuserAgainNeitherResetsTheTimerNorIsGossiped() {
		this.c.tell(this.a, this.c.suspect("b", 5));
		Duration start = this.cluster.simulation.now();
		drain();
		this.witness.heard.clear();
		for (int second = 0; second < 20; second++) {
			this.cluster.run(Duration.ofSeconds(1));
			this.c.tell(this.a, this.c.suspect("b", 5));
		}
		assertThat(this.witness.heard(Message.Suspect.class)).isEmpty();
		this.cluster.expect(() -> this.a.status("b") == MemberStatus.FAILED, Duration.ofSeconds(30), "b fails");
		// four seconds, six times as long without confirmation
		assertThat(this.cluster.simulation.now().minus(start)).isBetween(Duration.ofMillis(23_900),
				Duration.ofMillis(24_100));
	}

	// S31
	@Test
	void aSuspicionInALowerIncarnationIsIgnored() {
		this.c.tell(this.a, this.c.suspect("b", 4));
		assertThat(this.a.status("b")).isEqualTo(MemberStatus.ALIVE);
		drain();
		assertThat(this.witness.heard(Message.Suspect.class)).isEmpty();
	}

	// S32
	@Test
	void aSuspicionOfMyselfIsRefutedInAHigherIncarnation() {
		this.c.tell(this.a, this.c.suspect("a", 1));
		assertThat(this.a.list.localMember().incarnation()).isEqualTo(2);
		assertThat(this.a.list.localMember().status()).isEqualTo(MemberStatus.ALIVE);
		assertThat(this.a.list.healthScore()).isEqualTo(1);
		this.c.tell(this.a, this.c.suspect("a", 100));
		assertThat(this.a.list.localMember().incarnation()).isEqualTo(101);
		this.c.tell(this.a, this.c.suspect("a", 50));
		assertThat(this.a.list.localMember().incarnation()).isEqualTo(101);
		assertThat(this.a.list.metrics().count(Counter.REFUTATIONS)).isEqualTo(2);
		drain();
		assertThat(this.witness.heard(Message.Alive.class, (alive) -> alive.node().equals("a"))).isNotEmpty();
		assertThat(this.witness.heard(Message.Suspect.class)).isEmpty();
	}

	// S33
	@Test
	void theDeathOfAnUnknownNodeIsIgnored() {
		this.c.tell(this.a, this.c.dead("nobody", 1), new Message.Dead(1, "nobody", "nobody"));
		assertThat(this.a.list.member("nobody")).isEmpty();
		drain();
		assertThat(this.witness.heard(Message.Dead.class)).isEmpty();
	}

	// S34
	@Test
	void whoAnnouncesItsOwnDeathHasLeft() {
		this.b.tell(this.a, this.b.dead("b", 5));
		assertThat(this.a.status("b")).isEqualTo(MemberStatus.LEFT);
		assertThat(this.a.eventsAbout("b")).endsWith(MemberEvent.Type.LEFT);
		drain();
		assertThat(this.witness.heard(Message.Dead.class)).isNotEmpty()
			.allSatisfy((dead) -> assertThat(dead.from()).isEqualTo("b"));
	}

	// S34
	@Test
	void whoHasLeftMayComeBackAtAnotherAddressAfterTheReclaimTime() {
		this.b.tell(this.a, this.b.dead("b", 5));
		this.b.acks = false;
		this.cluster.run(Duration.ofSeconds(6));
		ScriptedPeer returned = new ScriptedPeer(this.cluster, "b");
		returned.tell(this.a, returned.alive(1));
		this.cluster.run(Duration.ofMillis(500));
		assertThat(this.a.status("b")).isEqualTo(MemberStatus.ALIVE);
		assertThat(this.a.list.member("b").orElseThrow().address()).isEqualTo(returned.address);
		assertThat(this.a.eventsAbout("b")).endsWith(MemberEvent.Type.LEFT, MemberEvent.Type.JOINED);
	}

	// S35
	@Test
	void whoIsSaidToBeDeadByAnotherHasFailed() {
		this.c.tell(this.a, this.c.dead("b", 5));
		assertThat(this.a.status("b")).isEqualTo(MemberStatus.FAILED);
		assertThat(this.a.eventsAbout("b")).endsWith(MemberEvent.Type.FAILED);
		drain();
		assertThat(this.witness.heard(Message.Dead.class)).isNotEmpty()
			.allSatisfy((dead) -> assertThat(dead).isEqualTo(this.c.dead("b", 5)));
	}

	// S35
	@Test
	void theDeathOfASuspectEndsTheSuspicion() {
		this.c.tell(this.a, this.c.suspect("b", 5), this.c.dead("b", 5));
		this.cluster.run(Duration.ofSeconds(40));
		assertThat(this.a.eventsAbout("b")).endsWith(MemberEvent.Type.SUSPECTED, MemberEvent.Type.FAILED);
		assertThat(this.a.list.metrics().suspicions(SuspicionOutcome.EXPIRED)).isZero();
		assertThat(this.a.list.metrics().suspicions(SuspicionOutcome.OVERTAKEN)).isEqualTo(1);
	}

	// S36
	@Test
	void aDeathIsReportedAndGossipedOnlyOnce() {
		this.c.tell(this.a, this.c.dead("b", 5));
		drain();
		this.witness.heard.clear();
		this.c.tell(this.a, this.c.dead("b", 5), this.c.dead("b", 6), this.b.dead("b", 6));
		drain();
		assertThat(this.witness.heard(Message.Dead.class)).isEmpty();
		assertThat(this.a.eventsAbout("b").stream().filter((type) -> type == MemberEvent.Type.FAILED)).hasSize(1);
		assertThat(this.a.status("b")).isEqualTo(MemberStatus.FAILED);
	}

	// S37
	@Test
	void aDeathInALowerIncarnationIsIgnored() {
		this.c.tell(this.a, this.c.dead("b", 4), this.b.dead("b", 4));
		assertThat(this.a.status("b")).isEqualTo(MemberStatus.ALIVE);
		drain();
		assertThat(this.witness.heard(Message.Dead.class)).isEmpty();
	}

	// S38
	@Test
	void anOldAliveMessageThatIsReplayedRevivesNobody() {
		this.c.tell(this.a, this.c.dead("b", 5));
		this.c.tell(this.a, this.b.alive(5), this.b.alive(4), this.b.alive(1));
		assertThat(this.a.status("b")).isEqualTo(MemberStatus.FAILED);
		assertThat(this.a.eventsAbout("b")).endsWith(MemberEvent.Type.FAILED);
	}

	// S38
	@Test
	void anOldAliveMessageThatIsReplayedRevivesNobodyWhoHasLeft() {
		this.b.tell(this.a, this.b.dead("b", 5));
		this.cluster.run(Duration.ofSeconds(20));
		this.c.tell(this.a, this.b.alive(5), this.b.alive(4), this.b.alive(1));
		assertThat(this.a.status("b")).isEqualTo(MemberStatus.LEFT);
	}

	// S39
	@Test
	void myOwnDeathIsRefutedUnlessIAmLeaving() {
		this.c.tell(this.a, this.c.dead("a", 7));
		assertThat(this.a.list.localMember().status()).isEqualTo(MemberStatus.ALIVE);
		assertThat(this.a.list.localMember().incarnation()).isEqualTo(8);
		assertThat(this.a.list.healthScore()).isEqualTo(1);
		drain();
		assertThat(this.witness.heard(Message.Alive.class, (alive) -> alive.incarnation() == 8)).isNotEmpty();

		this.cluster.await(this.a.list.leave(Duration.ofSeconds(30)));
		this.witness.heard.clear();
		this.c.tell(this.a, this.c.dead("a", 9), this.c.suspect("a", 9),
				ScriptedPeer.alive("a", 11, this.a.address, new byte[0], ScriptedPeer.VSN));
		this.cluster.run(Duration.ofSeconds(5));
		assertThat(this.a.list.localMember().status()).isEqualTo(MemberStatus.LEFT);
		assertThat(this.witness.heard(Message.Alive.class)).isEmpty();
	}

	// S39
	@Test
	void aForgedSelfLeaveOfMineIsRefutedToo() {
		this.c.tell(this.a, new Message.Dead(1, "a", "a"));
		assertThat(this.a.list.localMember().status()).isEqualTo(MemberStatus.ALIVE);
		assertThat(this.a.list.localMember().incarnation()).isEqualTo(2);
	}

	private void drain() {
		this.cluster.expect(() -> this.a.list.metrics().broadcastQueueDepth() == 0, Duration.ofMinutes(1), "drained");
		this.cluster.run(Duration.ofMillis(5));
	}

}
