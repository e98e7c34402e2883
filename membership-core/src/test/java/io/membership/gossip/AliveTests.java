package io.membership.gossip;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import io.membership.gossip.MemberlistMetrics.Counter;
import io.membership.gossip.SimulatedCluster.SimulatedMember;
import io.membership.wire.Message;
import io.membership.wire.WireDrop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What a member makes of a message that says that a node is alive. */
class AliveTests {

	private final List<String> conflicts = new ArrayList<>();

	private final SimulatedCluster cluster = new SimulatedCluster(2, SimulatedCluster::quiet);

	private final SimulatedMember a = this.cluster.start("a", this.cluster.simulation.nextAddress(),
			(config) -> config.withMetadata(new byte[] { 1 }),
			Delegates.none().withConflict((existing, other) -> this.conflicts.add(existing + " / " + other)));

	/** Hears what is gossiped. */
	private final ScriptedPeer witness = ScriptedPeer.joined(this.cluster, "witness", this.a);

	private final ScriptedPeer b = new ScriptedPeer(this.cluster, "b");

	AliveTests() {
		drain();
		this.witness.heard.clear();
	}

	// S22
	@Test
	void anUnknownNodeIsStoredAndReportedAsJoinedAndGossiped() {
		this.cluster.run(Duration.ofSeconds(7));
		this.b.tell(this.a, this.b.alive(3, new byte[] { 9 }));
		Member member = this.a.list.member("b").orElseThrow();
		assertThat(member.status()).isEqualTo(MemberStatus.ALIVE);
		assertThat(member.incarnation()).isEqualTo(3);
		assertThat(member.address()).isEqualTo(this.b.address);
		assertThat(member.metadata()).containsExactly(9);
		assertThat(Duration.between(member.since(), wallClock())).isBetween(Duration.ZERO, Duration.ofMillis(5));
		assertThat(this.a.eventsAbout("b")).containsExactly(MemberEvent.Type.JOINED);
		drain();
		assertThat(this.witness.heard(Message.Alive.class)).isNotEmpty().allSatisfy((alive) -> {
			assertThat(alive.node()).isEqualTo("b");
			assertThat(alive.incarnation()).isEqualTo(3);
		});
	}

	// S8
	@ParameterizedTest
	@ValueSource(strings = { "000502000000", "010002000000", "050102000000" })
	void aNodeWithAnInvalidVersionVectorIsNotAdmitted(String vector) {
		this.b.vsn = HexFormat.of().parseHex(vector);
		this.b.tell(this.a, this.b.alive(1));
		assertThat(this.a.list.member("b")).isEmpty();
		assertThat(this.a.list.metrics().drops(WireDrop.VERSION_INVALID)).isEqualTo(1);
		assertThat(this.a.eventsAbout("b")).isEmpty();
	}

	// S8
	@Test
	void aKnownNodeKeepsItsStateWhenItsVersionVectorTurnsInvalid() {
		this.b.tell(this.a, this.b.alive(1));
		this.b.vsn = new byte[] { 0, 5, 2, 0, 0, 0 };
		this.b.tell(this.a, this.b.alive(2));
		assertThat(this.a.list.member("b").orElseThrow().incarnation()).isEqualTo(1);
	}

	// S23
	@Test
	void theSameIncarnationDoesNotClearASuspicionButAHigherOneDoes() {
		this.b.tell(this.a, this.b.alive(1), this.witness.suspect("b", 1), this.b.alive(1));
		assertThat(this.a.status("b")).isEqualTo(MemberStatus.SUSPECT);
		this.b.tell(this.a, this.b.alive(2));
		assertThat(this.a.status("b")).isEqualTo(MemberStatus.ALIVE);
		assertThat(this.a.eventsAbout("b")).containsExactly(MemberEvent.Type.JOINED, MemberEvent.Type.SUSPECTED,
				MemberEvent.Type.RECOVERED);
		// and nothing comes of the suspicion later
		this.cluster.run(Duration.ofDays(2));
		assertThat(this.a.eventsAbout("b")).doesNotContain(MemberEvent.Type.FAILED);
	}

	// S24
	@Test
	void theSameMessageAgainIsNeitherReportedNorGossiped() {
		this.b.tell(this.a, this.b.alive(1));
		drain();
		this.witness.heard.clear();
		this.b.tell(this.a, this.b.alive(1));
		this.b.tell(this.a, this.b.alive(1), this.b.alive(1), this.b.alive(0));
		drain();
		assertThat(this.a.eventsAbout("b")).containsExactly(MemberEvent.Type.JOINED);
		assertThat(this.witness.heard(Message.Alive.class)).isEmpty();
	}

	// S25
	@Test
	void newMetadataInAHigherIncarnationIsAnUpdate() {
		this.b.tell(this.a, this.b.alive(1), this.b.alive(2, new byte[] { 5 }));
		assertThat(this.a.eventsAbout("b")).containsExactly(MemberEvent.Type.JOINED, MemberEvent.Type.UPDATED);
		assertThat(this.a.list.member("b").orElseThrow().metadata()).containsExactly(5);
		this.b.tell(this.a, this.b.alive(3, new byte[] { 5 }));
		assertThat(this.a.eventsAbout("b")).hasSize(2);
	}

	// S25
	@Test
	void aChangedVersionVectorIsAnUpdateToo() {
		this.b.tell(this.a, this.b.alive(1));
		this.b.vsn = new byte[] { 1, 5, 2, 0, 7, 3 };
		this.b.tell(this.a, this.b.alive(2));
		assertThat(this.a.eventsAbout("b")).containsExactly(MemberEvent.Type.JOINED, MemberEvent.Type.UPDATED);
		assertThat(this.a.list.member("b").orElseThrow().versions().delegateMax()).isEqualTo(7);
	}

	// S26
	@Test
	void anAliveMessageAboutMyselfWithAnotherPayloadIsOutbid() {
		Message.Alive forged = ScriptedPeer.alive("a", 40, this.a.address, new byte[] { 66 }, ScriptedPeer.VSN);
		this.b.tell(this.a, forged);
		assertThat(this.a.list.localMember().incarnation()).isEqualTo(41);
		assertThat(this.a.list.localMember().metadata()).containsExactly(1);
		assertThat(this.a.list.healthScore()).isEqualTo(1);
		drain();
		assertThat(this.witness.heard(Message.Alive.class)).isNotEmpty().allSatisfy((alive) -> {
			assertThat(alive.node()).isEqualTo("a");
			assertThat(alive.incarnation()).isEqualTo(41);
			assertThat(alive.meta()).containsExactly(1);
		});
	}

	// S26
	@Test
	void anUpdateAfterARefutationHasAHigherIncarnationStill() {
		this.b.tell(this.a, this.b.suspect("a", 40));
		this.cluster.await(this.a.list.updateMetadata(new byte[] { 2 }));
		assertThat(this.a.list.localMember().incarnation()).isEqualTo(42);
	}

	// S27
	@Test
	void anotherAddressForALiveNameIsAConflictAndChangesNothing() {
		this.b.tell(this.a, this.b.alive(1));
		this.b.tell(this.a, claim(9));
		assertThat(this.a.list.member("b").orElseThrow().address()).isEqualTo(this.b.address);
		assertThat(this.a.list.member("b").orElseThrow().incarnation()).isEqualTo(1);
		assertThat(this.conflicts).hasSize(1);
		assertThat(this.a.list.metrics().count(Counter.NAME_CONFLICTS)).isEqualTo(1);
	}

	// S27
	@Test
	void anotherPortForALiveNameIsAConflictToo() {
		this.b.tell(this.a, this.b.alive(1));
		InetSocketAddress other = new InetSocketAddress(this.b.address.getAddress(), 1234);
		this.b.tell(this.a, ScriptedPeer.alive("b", 9, other, new byte[0], ScriptedPeer.VSN));
		assertThat(this.a.list.member("b").orElseThrow().address()).isEqualTo(this.b.address);
		assertThat(this.conflicts).hasSize(1);
	}

	// S27
	@Test
	void anotherAddressForADeadNameIsAcceptedAfterTheReclaimTime() {
		this.b.tell(this.a, this.b.alive(7), this.witness.dead("b", 7));
		this.b.acks = false;
		this.cluster.run(Duration.ofSeconds(4));
		this.b.tell(this.a, claim(1));
		assertThat(this.a.status("b")).isEqualTo(MemberStatus.FAILED);
		this.cluster.run(Duration.ofSeconds(2));
		this.b.tell(this.a, claim(1));
		this.cluster.run(Duration.ofMillis(500));
		Member member = this.a.list.member("b").orElseThrow();
		assertThat(member.status()).isEqualTo(MemberStatus.ALIVE);
		assertThat(member.address()).isEqualTo(elsewhere());
		assertThat(member.incarnation()).isEqualTo(1);
		assertThat(this.a.eventsAbout("b")).containsExactly(MemberEvent.Type.JOINED, MemberEvent.Type.FAILED,
				MemberEvent.Type.JOINED);
	}

	// S27
	@Test
	void conflictsAreReportedAtALimitedRate() {
		this.b.tell(this.a, this.b.alive(1));
		for (int i = 0; i < 100; i++) {
			this.b.tell(this.a, claim(9));
		}
		assertThat(this.conflicts).hasSize(1);
		assertThat(this.a.list.metrics().count(Counter.NAME_CONFLICTS)).isEqualTo(100);
		this.cluster.run(Duration.ofSeconds(11));
		this.b.tell(this.a, claim(9));
		assertThat(this.conflicts).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "00000000", "e0000001", "ffffffff", "0a0000", "", "ff020000000000000000000000000001",
			"00000000000000000000000000000000" })
	void aNodeAtAnAddressThatCannotBeSentToIsNotAdmitted(String raw) {
		this.b.tell(this.a, new Message.Alive(1, "b", HexFormat.of().parseHex(raw), 7946, null, ScriptedPeer.VSN));
		assertThat(this.a.list.member("b")).isEmpty();
		assertThat(this.a.list.metrics().drops(GossipDrop.ADDRESS_NOT_ALLOWED)).isEqualTo(1);
	}

	@Test
	void aSuspectIsClearedAtOnceHoweverLongTheVetoDelegateTakes() {
		List<Member> asked = new ArrayList<>();
		SimulatedMember slow = this.cluster.start("slow", this.cluster.simulation.nextAddress(), (config) -> config,
				Delegates.none().withAlive((member) -> {
					asked.add(member);
					return null;
				}));
		this.b.tell(slow, this.b.alive(1));
		assertThat(slow.status("b")).isEqualTo(MemberStatus.ALIVE);
		this.cluster.simulation.node(slow.address).stickBlocking(Duration.ofMinutes(10));
		this.b.tell(slow, this.witness.suspect("b", 1), this.b.alive(2));
		assertThat(slow.status("b")).isEqualTo(MemberStatus.ALIVE);
		// but what has changed is asked for
		this.b.tell(slow, this.b.alive(3, new byte[] { 7 }));
		assertThat(slow.list.member("b").orElseThrow().incarnation()).isEqualTo(2);
		this.cluster.run(Duration.ofMinutes(11));
		assertThat(slow.list.member("b").orElseThrow().incarnation()).isEqualTo(3);
		assertThat(asked).hasSize(2);
	}

	@Test
	void aLeaveThatComesWhileTheVetoDelegateThinksIsNotLost() {
		SimulatedMember slow = this.cluster.start("slow", this.cluster.simulation.nextAddress(), (config) -> config,
				Delegates.none().withAlive((member) -> null));
		this.cluster.simulation.node(slow.address).stickBlocking(Duration.ofSeconds(2));
		this.b.tell(slow, this.b.alive(1), this.b.dead("b", 1));
		assertThat(slow.list.member("b")).isEmpty();
		this.cluster.run(Duration.ofSeconds(3));
		assertThat(slow.status("b")).isEqualTo(MemberStatus.LEFT);
		assertThat(slow.eventsAbout("b")).containsExactly(MemberEvent.Type.JOINED, MemberEvent.Type.LEFT);
	}

	@Test
	void aNodeWithoutANameIsNotAdmitted() {
		this.b.tell(this.a, ScriptedPeer.alive("", 1, this.b.address, new byte[0], ScriptedPeer.VSN));
		this.b.tell(this.a, ScriptedPeer.alive("x".repeat(256), 1, this.b.address, new byte[0], ScriptedPeer.VSN));
		assertThat(this.a.list.allMembers()).hasSize(2);
		assertThat(this.a.list.metrics().drops(GossipDrop.NAME_INVALID)).isEqualTo(2);
	}

	@Test
	void aNameOfManyBytesIsMeasuredInBytes() {
		// 200 characters of three bytes each
		this.b.tell(this.a, ScriptedPeer.alive("\u4e2d".repeat(200), 1, this.b.address, new byte[0], ScriptedPeer.VSN));
		assertThat(this.a.list.allMembers()).hasSize(2);
		assertThat(this.a.list.metrics().drops(GossipDrop.NAME_INVALID)).isEqualTo(1);
	}

	@Test
	void aNodeWithMoreMetadataThanAllowedIsNotAdmitted() {
		this.b.tell(this.a, this.b.alive(1, new byte[513]));
		assertThat(this.a.list.member("b")).isEmpty();
		assertThat(this.a.list.metrics().drops(GossipDrop.METADATA_TOO_LARGE)).isEqualTo(1);
		this.b.tell(this.a, this.b.alive(1, new byte[512]));
		assertThat(this.a.list.member("b")).isPresent();
	}

	@Test
	void aNodeOfProtocolOneWithoutAPortIsTakenToUseMine() {
		this.b.tell(this.a, new Message.Alive(1, "b", this.b.address.getAddress().getAddress(), 0, null, null));
		assertThat(this.a.list.member("b").orElseThrow().address()).isEqualTo(this.b.address);
	}

	private InetSocketAddress elsewhere() {
		return new InetSocketAddress("10.9.9.9", 7946);
	}

	private Message.Alive claim(long incarnation) {
		return ScriptedPeer.alive("b", incarnation, elsewhere(), new byte[0], ScriptedPeer.VSN);
	}

	private void drain() {
		this.cluster.expect(() -> this.a.list.metrics().broadcastQueueDepth() == 0, Duration.ofMinutes(1), "drained");
		this.cluster.run(Duration.ofMillis(5));
	}

	private Instant wallClock() {
		return Instant.parse("2026-01-01T00:00:00Z").plus(this.cluster.simulation.now());
	}

}
