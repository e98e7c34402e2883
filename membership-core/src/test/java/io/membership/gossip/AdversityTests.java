package io.membership.gossip;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.membership.gossip.MemberEvent.Type;
import io.membership.gossip.SimulatedCluster.SimulatedMember;
import io.membership.runtime.TransportDrop;
import io.membership.simulation.LinkConditions;
import io.membership.simulation.Network;
import io.membership.wire.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What memberlist's own tests leave out: faults of networks, clocks and processes. */
class AdversityTests {

	private final SimulatedCluster cluster = new SimulatedCluster(19);

	private final Network network = this.cluster.simulation.network();

	// X3
	@Test
	void aForgedGoodbyeHandsANameToNobody() {
		List<SimulatedMember> members = this.cluster.form(5);
		SimulatedMember victim = members.get(2);
		ScriptedPeer evil = new ScriptedPeer(this.cluster, "m2");
		for (int i = 0; i < 20; i++) {
			long incarnation = victim.list.localMember().incarnation();
			for (SimulatedMember member : members) {
				evil.tell(member, new Message.Dead(incarnation, "m2", "m2"), evil.alive(incarnation + 1));
			}
			this.cluster.run(Duration.ofSeconds(2));
		}
		this.cluster.expect(this.cluster::agreed, Duration.ofSeconds(30), "all agree again");
		assertThat(members).allSatisfy(
				(member) -> assertThat(member.list.member("m2").orElseThrow().address()).isEqualTo(victim.address));
	}

	// X6
	@ParameterizedTest
	@CsvSource({ "3, 1, 3", "3, 10, 5", "10, 5, 1", "20, 30, 2", "20, 120, 1" })
	void whoWasPausedAccusesNobody(int size, int seconds, int times) {
		List<SimulatedMember> members = this.cluster.form(size);
		SimulatedMember sleeper = members.get(size - 1);
		for (int i = 0; i < times; i++) {
			sleeper.pause(Duration.ofSeconds(seconds));
			this.cluster.run(Duration.ofSeconds(seconds).plusMillis(700 * i + 50));
		}
		this.cluster.expect(this.cluster::agreed, Duration.ofMinutes(2), "all agree after the pause");
		this.cluster.run(Duration.ofSeconds(30));
		for (SimulatedMember member : members) {
			for (SimulatedMember other : members.subList(0, size - 1)) {
				assertThat(member.eventsAbout(other.name)).as("%s about %s", member.name, other.name)
					.doesNotContain(Type.FAILED);
			}
		}
	}

	// X8
	@Test
	void aMemberThatHearsNobodyHarmsNobodyElse() {
		List<SimulatedMember> members = this.cluster.form(12);
		SimulatedMember deaf = members.get(5);
		members.forEach((member) -> this.network.cut(member.address, deaf.address));
		this.cluster.run(Duration.ofMinutes(5));
		for (SimulatedMember member : members) {
			for (SimulatedMember other : members) {
				if (member != deaf && other != deaf) {
					assertThat(member.eventsAbout(other.name)).doesNotContain(Type.FAILED);
				}
			}
		}
		this.cluster.heal();
		this.cluster.expect(this.cluster::agreed, Duration.ofMinutes(4), "all agree after the heal");
	}

	// X8
	@Test
	void aMemberThatNobodyHearsHasFailedAndComesBack() {
		List<SimulatedMember> members = this.cluster.form(8);
		SimulatedMember mute = members.get(3);
		members.forEach((member) -> this.network.cut(mute.address, member.address));
		this.cluster.expect(() -> this.cluster.everyoneSees("m3", MemberStatus.FAILED), Duration.ofMinutes(2),
				"m3 has failed");
		this.cluster.heal();
		this.cluster.expect(this.cluster::agreed, Duration.ofMinutes(4), "all agree after the heal");
	}

	// X8
	@Test
	void oneDirectionOfOneLinkIsNotMissed() {
		List<SimulatedMember> members = this.cluster.form(8);
		this.network.cut(members.get(1).address, members.get(2).address);
		this.cluster.run(Duration.ofMinutes(5));
		assertThat(this.cluster.agreed()).isTrue();
		assertThat(members).allSatisfy(
				(member) -> assertThat(member.events).extracting(MemberEvent::type).doesNotContain(Type.FAILED));
	}

	// X8
	@Test
	void aBridgeBetweenTwoHalvesIsAMemberOfBoth() {
		List<SimulatedMember> members = this.cluster.form(9);
		List<InetSocketAddress> addresses = members.stream().map((member) -> member.address).toList();
		this.network.partition(addresses.subList(0, 5), addresses.subList(4, 9));
		this.cluster.run(Duration.ofMinutes(5));
		assertThat(members).allSatisfy((member) -> assertThat(member.eventsAbout("m4")).doesNotContain(Type.FAILED));
		this.cluster.heal();
		this.cluster.expect(this.cluster::agreed, Duration.ofMinutes(4), "all agree after the heal");
	}

	// X9
	@ParameterizedTest
	@ValueSource(ints = { 500, 900, 1200 })
	void largePacketsThatVanishCostNobodyTheMembership(int largest) {
		List<SimulatedMember> members = this.cluster.form(10);
		this.network.inbound(members.get(3).address, LinkConditions.GOOD.withMaxDatagramBytes(largest));
		byte[] metadata = new byte[500];
		for (int round = 0; round < 30; round++) {
			new Random(round).nextBytes(metadata);
			members.forEach((member) -> member.list.updateMetadata(metadata));
			this.cluster.run(Duration.ofSeconds(2));
		}
		this.cluster.expect(this.cluster::agreed, Duration.ofSeconds(60), "all agree");
		assertThat(members).allSatisfy(
				(member) -> assertThat(member.events).extracting(MemberEvent::type).doesNotContain(Type.FAILED));
	}

	// X10
	@Test
	void packetsThatComeTwiceAndOutOfOrderChangeNothing() {
		this.network.conditions(
				LinkConditions.GOOD.withDuplication(1).withLatency(Duration.ofNanos(100_000), Duration.ofMillis(180)));
		List<SimulatedMember> members = this.cluster.form(10);
		for (int i = 0; i < 50; i++) {
			members.get(i % 10).list.updateMetadata(new byte[] { (byte) i });
			this.cluster.run(Duration.ofMillis(300));
		}
		this.cluster.run(Duration.ofSeconds(40));
		assertThat(this.cluster.agreed()).isTrue();
		for (SimulatedMember member : members) {
			assertThat(member.events).extracting(MemberEvent::type).doesNotContain(Type.FAILED);
			for (SimulatedMember other : members) {
				assertThat(member.list.member(other.name).orElseThrow().metadata())
					.isEqualTo(other.list.localMember().metadata());
			}
		}
	}

	// X10
	@Test
	void nacksThatComeTwiceDoNotMakeAFailedProbeASuccess() {
		SimulatedCluster quiet = new SimulatedCluster(4, SimulatedCluster::unassisted);
		SimulatedMember a = quiet.start("a");
		ScriptedPeer helper = ScriptedPeer.joined(quiet, "helper", a);
		helper.nacks = true;
		quiet.simulation.network().outbound(helper.address, LinkConditions.GOOD.withDuplication(1));
		ScriptedPeer target = ScriptedPeer.joined(quiet, "target", a);
		target.acks = false;
		target.acksOnStreams = false;
		quiet.expect(() -> !target.heard(Message.Ping.class).isEmpty(), Duration.ofSeconds(5), "the target is probed");
		helper.tell(a, helper.suspect("a", 1));
		assertThat(a.list.healthScore()).isEqualTo(1);
		quiet.expect(() -> a.status("target") == MemberStatus.SUSPECT, Duration.ofSeconds(2), "the probe fails");
		assertThat(a.list.healthScore()).as("no nack is missing, but nothing is better either").isEqualTo(1);
	}

	// X11
	@Test
	void stepsOfTheWallClockDoNotMatter() {
		SimulatedCluster still = new SimulatedCluster(23);
		List<SimulatedMember> without = still.form(8);
		still.run(Duration.ofMinutes(2));
		SimulatedCluster stepping = new SimulatedCluster(23);
		List<SimulatedMember> with = stepping.form(8);
		for (int i = 0; i < 60; i++) {
			stepping.simulation.node(with.get(i % 8).address)
				.stepWallClock(Duration.ofDays((i % 2 == 0) ? 400L * i : -300L * i));
			stepping.run(Duration.ofSeconds(2));
		}
		assertThat(stepping.simulation.traceHash()).isEqualTo(still.simulation.traceHash());
		for (int i = 0; i < 8; i++) {
			assertThat(with.get(i).events).extracting(MemberEvent::type)
				.isEqualTo(without.get(i).events.stream().map(MemberEvent::type).toList());
		}
	}

	// X13
	@Test
	void aStateOfThousandsOfNodesIsMergedAndPassedOn() {
		SimulatedMember a = this.cluster.start("a", SimulatedCluster::quiet);
		ScriptedPeer peer = new ScriptedPeer(this.cluster, "peer");
		List<Message.NodeState> nodes = new ArrayList<>();
		for (int i = 0; i < 4500; i++) {
			nodes.add(new Message.NodeState("node-" + i, new byte[] { 10, 7, (byte) (i >> 8), (byte) i }, 7946,
					new byte[100], i % 50 + 1, i % 4, ScriptedPeer.VSN));
		}
		Message.PushPull first = (Message.PushPull) peer.request(a, new Message.PushPull(true, nodes, new byte[0]));
		assertThat(first.nodes()).hasSize(1);
		// only alive members are added; a member does not store members that others
		// report as dead
		assertThat(a.list.members()).hasSize(1 + 1125);
		assertThat(peer.exchange(a, false).nodes()).hasSize(1 + 1125);
		nodes.replaceAll((node) -> new Message.NodeState(node.name(), node.addr(), node.port(), node.meta(),
				node.incarnation(), 0, node.vsn()));
		peer.request(a, new Message.PushPull(false, nodes, new byte[0]));
		assertThat(a.list.members()).hasSize(1 + 4500);
		SimulatedMember b = this.cluster.start("b", SimulatedCluster::quiet);
		assertThat(this.cluster.await(b.join(a)).reached()).isEqualTo(1);
		assertThat(b.list.members()).hasSize(2 + 4500);
	}

	// X14
	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5 })
	void noBytesMakeAMemberStumble(long seed) {
		SimulatedMember a = this.cluster.start("a");
		SimulatedMember b = this.cluster.start("b");
		List<byte[]> captured = new ArrayList<>();
		this.network.observe((from, to, packet, outcome) -> captured.add(packet));
		this.cluster.await(b.join(a));
		b.list.updateMetadata(new byte[20]);
		this.cluster.run(Duration.ofSeconds(10));
		this.network.observe(null);
		StreamPeer stranger = StreamPeer.mute(this.cluster);
		Random random = new Random(seed);
		for (int i = 0; i < 5000; i++) {
			byte[] packet = captured.get(random.nextInt(captured.size())).clone();
			for (int flips = random.nextInt(8); flips >= 0; flips--) {
				packet[random.nextInt(packet.length)] = (byte) random.nextInt(256);
			}
			stranger.send(a.address, packet);
			if (i % 100 == 0) {
				this.cluster.run(Duration.ofMillis(100));
			}
		}
		this.cluster.run(Duration.ofSeconds(20));
		assertThat(a.list.metrics().drops(TransportDrop.INTERNAL_ERROR)).isZero();
		assertThat(a.list.isRunning()).isTrue();
		this.cluster.expect(() -> a.status("b") == MemberStatus.ALIVE, Duration.ofMinutes(2), "b is alive");
	}

	// X15
	@Test
	void aMemberThatCrashesOverAndOverIsAMemberWhenItStops() {
		List<SimulatedMember> members = this.cluster.form(10);
		SimulatedMember unstable = members.get(9);
		for (int i = 0; i < 60; i++) {
			unstable.crash();
			this.cluster.members.remove(unstable);
			this.cluster.run(Duration.ofMillis(100 + 131 * (i % 30)));
			unstable = this.cluster.start("m9", unstable.address, (config) -> config
				.withSeeds((seeds) -> seeds.withAddresses(List.of("10.0.0.1:7946", "10.0.0.2:7946"))));
			this.cluster.run(Duration.ofMillis(50 + 97 * (i % 30)));
		}
		this.cluster.expect(this.cluster::agreed, Duration.ofMinutes(2), "all agree after the storm");
		for (SimulatedMember member : members.subList(0, 9)) {
			for (SimulatedMember other : members.subList(0, 9)) {
				assertThat(member.eventsAbout(other.name)).doesNotContain(Type.FAILED);
			}
		}
	}

	// H10
	@Test
	void whoMissedMyRefutationIsToldWhenItAccusesMeAgain() {
		SimulatedCluster quiet = new SimulatedCluster(4, SimulatedCluster::quiet);
		SimulatedMember a = quiet.start("a");
		ScriptedPeer accuser = ScriptedPeer.joined(quiet, "accuser", a);
		accuser.tell(a, accuser.suspect("a", 1));
		quiet.run(Duration.ofSeconds(20));
		accuser.heard.clear();
		accuser.tell(a, accuser.suspect("a", 1), accuser.dead("a", 1), accuser.suspect("a", 1));
		assertThat(accuser.heard(Message.Alive.class)).as("once, whatever it says meanwhile")
			.singleElement()
			.satisfies((alive) -> assertThat(alive.incarnation()).isEqualTo(2));
		accuser.heard.clear();
		quiet.run(Duration.ofHours(7));
		accuser.tell(a, new Message.Suspect(1, "a", "nobody"), new Message.Suspect(1, "a", "a"));
		assertThat(accuser.heard(Message.Alive.class)).as("strangers are told nothing").isEmpty();
		assertThat(a.list.localMember().incarnation()).isEqualTo(2);
	}

}
