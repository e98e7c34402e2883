package io.membership.gossip;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

import io.membership.Keyring;
import io.membership.gossip.SimulatedCluster.SimulatedMember;
import io.membership.wire.Message;
import io.membership.wire.WireDrop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Who gets into a cluster, by which address, and who does not. */
class JoinTests {

	private final SimulatedCluster cluster = new SimulatedCluster(17);

	// M11
	@ParameterizedTest
	@CsvSource({ "10.9.9.9, 10.9.9.9, 7946", "10.9.9.9:8000, 10.9.9.9, 8000", "host, host, 7946",
			"host:8000, host, 8000", "[fd00::1]:8000, fd00::1, 8000", "[fd00::1], fd00::1, 7946",
			"fd00::1, fd00::1, 7946", "name/10.9.9.9:8000, 10.9.9.9, 8000", "name/host, host, 7946",
			"name/[fd00::1]:8000, fd00::1, 8000", "'  host:8000 ', host, 8000" })
	void anAddressToJoinHasOneOfTheseForms(String text, String host, int port) {
		assertThat(JoinAddress.parse(text, 7946)).isEqualTo(new JoinAddress(host, port));
	}

	// M11
	@ParameterizedTest
	@CsvSource({ "''", "':8000'", "host:0", "host:65536", "host:port", "name/", "[fd00::1]:x" })
	void anAddressThatIsNoneIsAFailureOfItsOwnAndTheOthersAreTried(String text) {
		SimulatedMember a = this.cluster.start("a");
		SimulatedMember b = this.cluster.start("b");
		JoinResult result = this.cluster.await(b.list.join(List.of(text, "10.0.0.1:7946")));
		assertThat(result.reached()).isEqualTo(1);
		assertThat(result.failures()).containsOnlyKeys(text);
		assertThat(a.alive()).containsExactly("a", "b");
	}

	// M12
	@Test
	void aNameWithVeryManyAddressesIsTriedWithAllOfThem() throws IOException {
		SimulatedMember a = this.cluster.start("a");
		InetSocketAddress mine = this.cluster.simulation.nextAddress();
		MemberlistConfig config = MemberlistConfig.lan("b")
			.withNetwork((network) -> network.withBindAddress(mine.getAddress()).withBindPort(mine.getPort()));
		// far more than fit into an answer by UDP; only the last one is there
		InetAddress[] answer = new InetAddress[300];
		for (int i = 0; i < answer.length; i++) {
			answer[i] = InetAddress.getByAddress(new byte[] { 10, 1, (byte) (i >> 8), (byte) i });
		}
		answer[answer.length - 1] = a.address.getAddress();
		GossipCore core = new GossipCore(config, Delegates.none(), null, this.cluster.simulation.transportFactory(),
				(host) -> {
					if (host.equals("big.example")) {
						return answer;
					}
					throw new UnknownHostException(host);
				});
		core.start();
		JoinResult result = this.cluster.await(core.calls().join(List.of("big.example", "none.example")));
		assertThat(result.reached()).isEqualTo(1);
		assertThat(result.failures()).hasSize(300).containsKey("none.example");
		assertThat(a.alive()).containsExactly("a", "b");
	}

	// M15, M16
	@ParameterizedTest
	@CsvSource({ "'', '', false, 1", "one, one, false, 1", "one, '', false, 0", "'', one, false, 0",
			"one, two, false, 0", "one, one, true, 1", "one, two, true, 0", "one, '', true, 0", "'', '', true, 1" })
	void onlyWhoHasTheSameLabelCanJoin(String label, String other, boolean encrypted, int reached) {
		Keyring keyring = encrypted ? TrafficTests.key(1) : Keyring.empty();
		SimulatedMember a = this.cluster.start("a",
				(config) -> config.withLabel(label).withEncryption((encryption) -> encryption.withKeyring(keyring)));
		SimulatedMember b = this.cluster.start("b",
				(config) -> config.withLabel(other).withEncryption((encryption) -> encryption.withKeyring(keyring)));
		assertThat(this.cluster.await(b.join(a)).reached()).isEqualTo(reached);
		this.cluster.run(Duration.ofSeconds(5));
		assertThat(a.alive()).hasSize(1 + reached);
		assertThat(b.alive()).hasSize(1 + reached);
	}

	// M17, M18
	@ParameterizedTest
	@CsvSource({ "10.0.0.0/8, true", "10.0.0.0/30, true", "10.0.0.2/32, true", "10.0.0.1/32, false",
			"192.168.0.0/16, false", "192.168.0.0/16 10.0.0.0/24, true", "fd00::/8, false" })
	void onlyAddressesInAnAllowedNetworkBecomeMembers(String networks, boolean admitted) {
		SimulatedMember a = this.cluster.start("a", (config) -> config.withTransport((transport) -> transport
			.withCidrsAllowed(List.of(networks.split(" ")).stream().map(CidrBlock::parse).toList())));
		SimulatedMember b = this.cluster.start("b");
		this.cluster.await(b.join(a));
		this.cluster.run(Duration.ofSeconds(5));
		assertThat(a.list.member("b").isPresent()).isEqualTo(admitted);
		assertThat(a.list.metrics().drops(GossipDrop.ADDRESS_NOT_ALLOWED) > 0).isNotEqualTo(admitted);
	}

	// M18
	@Test
	void aMemberOutsideTheAllowedNetworksIsNotLetInByGossipOrAPushPullEither() {
		SimulatedMember a = this.cluster.start("a", (config) -> config
			.withTransport((transport) -> transport.withCidrsAllowed(List.of(CidrBlock.parse("10.0.0.0/29")))));
		SimulatedMember b = this.cluster.start("b");
		this.cluster.await(b.join(a));
		SimulatedMember outside = this.cluster.start("c", new InetSocketAddress("10.5.0.1", 7946), (config) -> config);
		this.cluster.await(outside.join(b));
		this.cluster.run(Duration.ofMinutes(3));
		assertThat(b.alive()).containsExactly("a", "b", "c");
		assertThat(a.alive()).containsExactly("a", "b");
	}

	// M19
	@ParameterizedTest
	@CsvSource({ "true, false", "false, true", "true, true" })
	void aVetoOfOneSideKeepsItsOwnMembersOut(boolean vetoHere, boolean vetoThere) {
		List<String> asked = new ArrayList<>();
		SimulatedMember a = startWithMerge("a", vetoThere, asked);
		SimulatedMember b = startWithMerge("b", vetoHere, asked);
		JoinResult result = this.cluster.await(b.join(a));
		this.cluster.run(Duration.ofSeconds(1));
		assertThat(asked).containsExactlyInAnyOrder("a is asked of [b]", "b is asked of [a]");
		assertThat(result.reached()).isEqualTo(vetoHere ? 0 : 1);
		if (vetoHere) {
			assertThat(result.failures().values()).singleElement().asString().contains("vetoed", "not with us");
		}
		if (vetoHere && vetoThere) {
			assertThat(a.alive()).containsExactly("a");
			assertThat(b.alive()).containsExactly("b");
		}
	}

	private SimulatedMember startWithMerge(String name, boolean veto, List<String> asked) {
		return this.cluster.start(name, this.cluster.simulation.nextAddress(), (config) -> config,
				Delegates.none().withMerge((members) -> {
					asked.add(name + " is asked of " + members.stream().map(Member::name).toList());
					return veto ? "not with us" : null;
				}));
	}

	// M20
	@Test
	void aVetoOfANodeKeepsItOutHoweverItComes() {
		Set<String> asked = new TreeSet<>();
		SimulatedMember a = this.cluster.start("a", this.cluster.simulation.nextAddress(), (config) -> config,
				Delegates.none().withAlive((member) -> {
					asked.add(member.name());
					return member.name().equals("bad") ? "we know why" : null;
				}));
		SimulatedMember good = this.cluster.start("good");
		SimulatedMember bad = this.cluster.start("bad");
		this.cluster.await(good.join(a));
		this.cluster.await(bad.join(good));
		this.cluster.await(bad.join(a));
		this.cluster.run(Duration.ofMinutes(2));
		assertThat(asked).contains("good", "bad");
		assertThat(a.alive()).containsExactly("a", "good");
		assertThat(good.alive()).containsExactly("a", "bad", "good");
	}

	// M21
	@ParameterizedTest
	@CsvSource({ "1 5 2, 1 5 2, true", "1 5 2, 2 5 5, true", "1 5 1, 2 5 2, false", "1 2 2, 3 5 3, false",
			"1 5 2, 1 3 3, true", "1 5 5, 1 3 3, false", "1 5 2, 1 1 1, false" })
	void onlyWhoUnderstandsTheOtherCanJoin(String mine, String its, boolean admitted) {
		SimulatedMember a = this.cluster.start("a",
				(config) -> config
					.withVersions((versions) -> versions.withGossip(Character.getNumericValue(mine.charAt(4)))
						.withDelegateMin(Character.getNumericValue(mine.charAt(0)))
						.withDelegateMax(Character.getNumericValue(mine.charAt(2)))
						.withDelegateCurrent(Character.getNumericValue(mine.charAt(4)))));
		ScriptedPeer peer = new ScriptedPeer(this.cluster, "peer");
		byte min = (byte) Character.getNumericValue(its.charAt(0));
		byte max = (byte) Character.getNumericValue(its.charAt(2));
		byte current = (byte) Character.getNumericValue(its.charAt(4));
		// the application's versions differ, those of the protocol fit
		peer.vsn = new byte[] { 1, 5, 2, min, max, current };
		peer.exchange(a, true, peer.entry(1, MemberStatus.ALIVE));
		assertThat(a.list.member("peer").isPresent()).isEqualTo(admitted);
		assertThat(a.list.metrics().drops(WireDrop.VERSION_INVALID) > 0).isNotEqualTo(admitted);
	}

	// M29
	@Test
	void aJoinThroughAMuteListenerEndsAtTheDeadline() {
		SimulatedMember a = this.cluster.start("a");
		StreamPeer mute = StreamPeer.mute(this.cluster);
		Duration start = this.cluster.simulation.now();
		CompletableFuture<JoinResult> join = a.list.join(List.of("10.0.0.2:7946"));
		JoinResult result = this.cluster.await(join);
		assertThat(mute.requests).hasSize(1);
		assertThat(result.reached()).isZero();
		assertThat(result.failures()).containsOnlyKeys("10.0.0.2:7946");
		assertThat(this.cluster.simulation.now().minus(start)).isBetween(Duration.ofMillis(9_900),
				Duration.ofMillis(10_100));
	}

	// M30
	@Test
	void peersOfTheOldestProtocolAndTheNewestJoinEachOther() {
		SimulatedMember oldest = this.cluster.start("v1",
				(config) -> config.withVersions((versions) -> versions.withGossip(1)));
		SimulatedMember usual = this.cluster.start("v2");
		SimulatedMember newest = this.cluster.start("v5",
				(config) -> config.withVersions((versions) -> versions.withGossip(5)));
		assertThat(this.cluster.await(usual.join(oldest)).reached()).isEqualTo(1);
		assertThat(this.cluster.await(newest.join(usual)).reached()).isEqualTo(1);
		this.cluster.expect(this.cluster::agreed, Duration.ofSeconds(5), "all three agree");
		newest.crash();
		this.cluster.expect(() -> this.cluster.everyoneSees("v5", MemberStatus.FAILED), Duration.ofSeconds(60),
				"the crash is noticed");
	}

	// M30
	@Test
	void aPeerThatSendsNoVersionsAndNoPortIsAMemberToo() {
		SimulatedMember a = this.cluster.start("a");
		ScriptedPeer old = new ScriptedPeer(this.cluster, "old");
		old.tell(a, new Message.Alive(1, "old", old.address.getAddress().getAddress(), 0, null, null));
		this.cluster.run(Duration.ofSeconds(20));
		assertThat(a.status("old")).isEqualTo(MemberStatus.ALIVE);
		assertThat(old.heard(Message.Ping.class)).isNotEmpty();
	}

	// M31
	@Test
	void membersJoinByIpv6() {
		SimulatedMember a = this.cluster.start("a", this.cluster.simulation.nextIpv6Address(), (config) -> config);
		SimulatedMember b = this.cluster.start("b", this.cluster.simulation.nextIpv6Address(), (config) -> config);
		JoinResult result = this.cluster
			.await(b.list.join(List.of("[" + a.address.getAddress().getHostAddress() + "]:7946")));
		assertThat(result.reached()).isEqualTo(1);
		this.cluster.run(Duration.ofSeconds(30));
		assertThat(a.alive()).containsExactly("a", "b");
		assertThat(a.list.member("b").orElseThrow().address()).isEqualTo(b.address);
	}

	// M32
	@Test
	void theAdvertisedAddressIsToldAndNotTheBoundOne() throws IOException {
		SimulatedMember a = this.cluster.start("a");
		InetAddress outside = InetAddress.getByAddress(new byte[] { (byte) 192, 0, 2, 7 });
		SimulatedMember b = this.cluster.start("b", (config) -> config
			.withNetwork((network) -> network.withAdvertiseAddress(outside).withAdvertisePort(9000)));
		this.cluster.await(b.join(a));
		assertThat(a.list.member("b").orElseThrow().address()).isEqualTo(new InetSocketAddress(outside, 9000));
		assertThat(b.list.localMember().address()).isEqualTo(new InetSocketAddress(outside, 9000));
	}

}
