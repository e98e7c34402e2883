package io.membership.gossip;

import java.net.InetSocketAddress;
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
 * A name that returns with a new address (memberlist issue 157), and a name that another
 * node tries to steal.
 */
class NameReclaimTests {

	private SimulatedCluster cluster = new SimulatedCluster(21);

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 10, 40, 200 })
	void aContainerThatRestartsWithAnotherAddressGetsItsNameBack(int secondsDown) {
		List<SimulatedMember> members = this.cluster.form(6);
		members.get(4).crash();
		this.cluster.run(Duration.ofSeconds(secondsDown));
		SimulatedMember returned = this.cluster.start("m4");
		returned.join(members.get(0));
		this.cluster.expect(() -> this.cluster.agreed() && addressEverywhere("m4", returned.address),
				Duration.ofSeconds(60), "the name has moved");
		assertThat(returned.list.members()).hasSize(6);
	}

	@Test
	void aClaimThatWasMadeOnlyOnceBeforeTheOldOneWasDeclaredDeadIsHonoured() {
		SimulatedCluster quiet = new SimulatedCluster(22, SimulatedCluster::unassisted);
		SimulatedMember a = quiet.start("a");
		ScriptedPeer witness = ScriptedPeer.joined(quiet, "witness", a);
		ScriptedPeer old = ScriptedPeer.joined(quiet, "b", a);
		ScriptedPeer returned = new ScriptedPeer(quiet, "b");
		returned.tell(a, returned.alive(1));
		assertThat(a.list.member("b").orElseThrow().address()).isEqualTo(old.address);
		quiet.run(Duration.ofSeconds(20));
		witness.tell(a, witness.dead("b", 1));
		quiet.run(Duration.ofMillis(4900));
		assertThat(a.status("b")).isEqualTo(MemberStatus.FAILED);
		// the old address is asked first
		old.acks = false;
		quiet.run(Duration.ofMillis(700));
		assertThat(a.status("b")).isEqualTo(MemberStatus.ALIVE);
		assertThat(a.list.member("b").orElseThrow().address()).isEqualTo(returned.address);
	}

	@Test
	void aNameDoesNotMoveWhileItsOwnerAnswersWhateverIsSaidOfIt() {
		SimulatedCluster quiet = new SimulatedCluster(25, SimulatedCluster::unassisted);
		SimulatedMember a = quiet.start("a");
		ScriptedPeer.joined(quiet, "witness", a);
		ScriptedPeer owner = ScriptedPeer.joined(quiet, "b", a);
		ScriptedPeer thief = new ScriptedPeer(quiet, "b");
		thief.tell(a, new Message.Dead(1, "b", "b"));
		for (int second = 0; second < 60; second++) {
			thief.tell(a, thief.alive(9));
			quiet.run(Duration.ofSeconds(1));
			assertThat(a.list.member("b").orElseThrow().address()).isEqualTo(owner.address);
		}
		// and it is told what is said of it
		assertThat(owner.heard(Message.Dead.class)).contains(new Message.Dead(1, "b", "b"));
	}

	@Test
	void aClaimFromLongAgoIsNotHonoured() {
		SimulatedCluster quiet = new SimulatedCluster(23, SimulatedCluster::unassisted);
		SimulatedMember a = quiet.start("a");
		ScriptedPeer witness = ScriptedPeer.joined(quiet, "witness", a);
		ScriptedPeer.joined(quiet, "b", a);
		ScriptedPeer returned = new ScriptedPeer(quiet, "b");
		returned.tell(a, returned.alive(1));
		quiet.run(Duration.ofMinutes(5));
		witness.tell(a, witness.dead("b", 1));
		quiet.run(Duration.ofSeconds(10));
		assertThat(a.status("b")).isEqualTo(MemberStatus.FAILED);
	}

	@Test
	void anOwnerWhoComesBackInTimeKeepsItsName() {
		SimulatedCluster quiet = new SimulatedCluster(24, SimulatedCluster::unassisted);
		SimulatedMember a = quiet.start("a");
		ScriptedPeer witness = ScriptedPeer.joined(quiet, "witness", a);
		ScriptedPeer owner = ScriptedPeer.joined(quiet, "b", a);
		ScriptedPeer thief = new ScriptedPeer(quiet, "b");
		witness.tell(a, witness.dead("b", 1));
		thief.tell(a, thief.alive(9));
		quiet.run(Duration.ofSeconds(3));
		owner.tell(a, owner.alive(2));
		quiet.run(Duration.ofMinutes(1));
		assertThat(a.list.member("b").orElseThrow().address()).isEqualTo(owner.address);
	}

	@RepeatedTest(20)
	void aForgedSelfLeaveDoesNotHandTheNameToAnotherAddress(RepetitionInfo repetition) {
		this.cluster = new SimulatedCluster(100 + repetition.getCurrentRepetition());
		List<SimulatedMember> members = this.cluster.form(8);
		ScriptedPeer thief = new ScriptedPeer(this.cluster, "m5");
		for (SimulatedMember member : members) {
			if (!member.name.equals("m5")) {
				thief.tell(member, new Message.Dead(1, "m5", "m5"), thief.alive(2));
			}
		}
		for (int second = 0; second < 60; second++) {
			this.cluster.run(Duration.ofSeconds(1));
			assertThat(addressEverywhere("m5", members.get(5).address)).as("second " + second).isTrue();
		}
		assertThat(this.cluster.agreed()).isTrue();
	}

	@Test
	void aForgedFailureDoesNotHandTheNameToAnotherAddressEither() {
		List<SimulatedMember> members = this.cluster.form(8);
		ScriptedPeer thief = new ScriptedPeer(this.cluster, "m5");
		for (SimulatedMember member : members) {
			if (!member.name.equals("m5")) {
				thief.tell(member, new Message.Dead(1, "m5", "m1"), thief.alive(2));
			}
		}
		for (int second = 0; second < 60; second++) {
			this.cluster.run(Duration.ofSeconds(1));
			assertThat(addressEverywhere("m5", members.get(5).address)).isTrue();
		}
		assertThat(this.cluster.agreed()).isTrue();
	}

	@Test
	void aForgedClaimOfALiveNameChangesNothing() {
		List<SimulatedMember> members = this.cluster.form(5);
		ScriptedPeer thief = new ScriptedPeer(this.cluster, "m2");
		for (int i = 0; i < 30; i++) {
			members.forEach((member) -> thief.tell(member, thief.alive(1000)));
			this.cluster.run(Duration.ofSeconds(1));
		}
		assertThat(this.cluster.agreed()).isTrue();
		assertThat(addressEverywhere("m2", members.get(2).address)).isTrue();
		assertThat(members)
			.allSatisfy((member) -> assertThat(member.eventsAbout("m2")).containsExactly(MemberEvent.Type.JOINED));
	}

	private boolean addressEverywhere(String name, InetSocketAddress address) {
		return this.cluster.running()
			.stream()
			.allMatch((member) -> member.list.member(name).map(Member::address).filter(address::equals).isPresent());
	}

}
