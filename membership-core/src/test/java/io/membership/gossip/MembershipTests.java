package io.membership.gossip;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.membership.gossip.MemberEvent.Type;
import io.membership.gossip.SimulatedCluster.SimulatedMember;
import io.membership.wire.Message;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Members that come, change, talk and go, as the application sees them. */
class MembershipTests {

	private final SimulatedCluster cluster = new SimulatedCluster(13);

	// M5
	@Test
	void theLengthsOfTheQueuesCanBeSeen() {
		SimulatedMember a = this.cluster.start("a",
				(config) -> config.withGossip((gossip) -> gossip.withInterval(Duration.ofHours(1))));
		a.list.broadcast(Broadcast.unique(new byte[100]));
		a.list.broadcast(Broadcast.unique(new byte[200]));
		this.cluster.run(Duration.ofMillis(1));
		MemberlistMetrics metrics = a.list.metrics();
		assertThat(metrics.userBroadcastQueueDepth()).isEqualTo(2);
		assertThat(metrics.broadcastQueueDepth()).as("with the announcement of itself").isEqualTo(3);
		assertThat(metrics.broadcastQueueBytes()).isGreaterThan(300);
		this.cluster.simulation.node(a.address).stickBlocking(Duration.ofSeconds(10));
		new ScriptedPeer(this.cluster, "peer").tell(a, new Message.User(new byte[3]));
		assertThat(metrics.listeners().depth()).isPositive();
		this.cluster.run(Duration.ofSeconds(11));
		assertThat(metrics.listeners().depth()).isZero();
		assertThat(a.messages).hasSize(1);
	}

	// M9
	@Test
	void aMemberThatStartsIsAliveAndAlone() {
		SimulatedMember a = this.cluster.start("a");
		assertThat(a.list.members()).singleElement().isEqualTo(a.list.localMember());
		assertThat(a.list.localMember().status()).isEqualTo(MemberStatus.ALIVE);
		assertThat(a.list.localMember().incarnation()).isEqualTo(1);
		assertThat(a.list.localMember().address()).isEqualTo(a.address);
		assertThat(a.list.isRunning()).isTrue();
		this.cluster.run(Duration.ofMinutes(10));
		assertThat(a.list.members()).hasSize(1);
		assertThat(a.events).extracting(MemberEvent::type).containsExactly(Type.JOINED);
	}

	// M13
	@Test
	void whoHasFailedOrLeftIsNoLongerAmongTheMembers() {
		List<SimulatedMember> members = this.cluster.form(4);
		members.get(2).crash();
		members.get(3).leave();
		this.cluster.expect(() -> members.get(0).list.members().size() == 2, Duration.ofSeconds(60), "two are left");
		assertThat(members.get(0).list.members()).extracting(Member::name).containsExactlyInAnyOrder("m0", "m1");
		assertThat(members.get(0).list.allMembers()).extracting(Member::name)
			.containsExactlyInAnyOrder("m0", "m1", "m2", "m3");
		assertThat(members.get(0).list.count(MemberStatus.FAILED)).isEqualTo(1);
		assertThat(members.get(0).list.count(MemberStatus.LEFT)).isEqualTo(1);
	}

	// M14
	@Test
	void twoThatJoinSeeEachOther() {
		SimulatedMember a = this.cluster.start("a");
		SimulatedMember b = this.cluster.start("b");
		assertThat(this.cluster.await(b.join(a))).isEqualTo(new JoinResult(1, Map.of()));
		assertThat(a.alive()).containsExactly("a", "b");
		assertThat(b.alive()).containsExactly("a", "b");
		assertThat(a.eventsAbout("b")).containsExactly(Type.JOINED);
	}

	// M22
	@Test
	void whoLeavesHasLeftForTheOthersAndIsNotSuspected() {
		List<SimulatedMember> members = this.cluster.form(5);
		members.get(4).leave();
		this.cluster.expect(() -> this.cluster.everyoneSees("m4", MemberStatus.LEFT), Duration.ofSeconds(5),
				"m4 has left");
		this.cluster.run(Duration.ofMinutes(2));
		assertThat(members.subList(0, 4))
			.allSatisfy((member) -> assertThat(member.eventsAbout("m4")).containsExactly(Type.JOINED, Type.LEFT));
	}

	// M23
	@Test
	void whoIsShutDownWithoutLeavingHasFailed() {
		List<SimulatedMember> members = this.cluster.form(5);
		members.get(4).running = false;
		this.cluster.await(members.get(4).list.shutdown());
		this.cluster.expect(() -> this.cluster.everyoneSees("m4", MemberStatus.FAILED), Duration.ofSeconds(60),
				"m4 has failed");
		this.cluster.run(Duration.ofSeconds(1));
		assertThat(members.subList(0, 4)).allSatisfy((member) -> assertThat(member.eventsAbout("m4"))
			.containsExactly(Type.JOINED, Type.SUSPECTED, Type.FAILED));
	}

	// M24
	@Test
	void theMetadataThatAMemberStartsWithIsKnownToTheOthers() {
		SimulatedMember a = this.cluster.start("a", (config) -> config.withMetadata(utf8("web")));
		SimulatedMember b = this.cluster.start("b", (config) -> config.withMetadata(new byte[512]));
		this.cluster.await(b.join(a));
		assertThat(b.list.member("a").orElseThrow().metadataAsText()).isEqualTo("web");
		assertThat(a.list.member("b").orElseThrow().metadata()).hasSize(512);
	}

	// M25
	@Test
	void changedMetadataReachesTheOthersAndIsAnUpdate() {
		List<SimulatedMember> members = this.cluster.form(5);
		this.cluster.await(members.get(1).list.updateMetadata(utf8("changed")));
		this.cluster.expect(
				() -> members.stream()
					.allMatch((member) -> member.list.member("m1").orElseThrow().metadataAsText().equals("changed")),
				Duration.ofSeconds(5), "all know the metadata");
		this.cluster.run(Duration.ofSeconds(1));
		assertThat(members.get(0).eventsAbout("m1")).containsExactly(Type.JOINED, Type.UPDATED);
	}

	// M26
	@Test
	void aBroadcastReachesTheOthersAndNotItsSender() {
		List<SimulatedMember> members = this.cluster.form(5);
		CompletableFuture<Void> finished = new CompletableFuture<>();
		members.get(0).list.broadcast(new Broadcast(utf8("hello"), null, () -> finished.complete(null)));
		this.cluster.expect(finished::isDone, Duration.ofSeconds(10), "the broadcast has been gossiped");
		this.cluster.run(Duration.ofSeconds(1));
		assertThat(members.subList(1, 5)).filteredOn((member) -> !member.messages.isEmpty()).hasSizeGreaterThan(1);
		assertThat(members.get(0).messages).isEmpty();
	}

	// M26
	@Test
	void theStateOfTheApplicationIsExchangedBothWays() {
		List<String> merged = new ArrayList<>();
		SimulatedMember a = this.cluster.start("a", this.cluster.simulation.nextAddress(), (config) -> config,
				Delegates.none().withUser(state("a", merged)));
		SimulatedMember b = this.cluster.start("b", this.cluster.simulation.nextAddress(), (config) -> config,
				Delegates.none().withUser(state("b", merged)));
		this.cluster.await(b.join(a));
		this.cluster.run(Duration.ofSeconds(1));
		assertThat(merged).containsExactlyInAnyOrder("a gets b, join", "b gets a, join");
		merged.clear();
		this.cluster.run(Duration.ofSeconds(60));
		assertThat(merged).contains("a gets b", "b gets a");
	}

	// M27
	@Test
	void aMessageIsSentToOneMemberByPacketOrByStream() {
		List<SimulatedMember> members = this.cluster.form(3);
		Member m1 = members.get(0).list.member("m1").orElseThrow();
		this.cluster.await(members.get(0).list.sendBestEffort(m1, utf8("packet")));
		this.cluster.await(members.get(0).list.sendReliable(m1, utf8("stream")));
		byte[] large = new byte[1_000_000];
		this.cluster.await(members.get(0).list.sendReliable(m1, large));
		this.cluster.run(Duration.ofSeconds(5));
		assertThat(members.get(1).messages).containsExactlyInAnyOrder(utf8("packet"), utf8("stream"), large);
		assertThat(members.get(2).messages).isEmpty();
	}

	// M33
	@Test
	void theApplicationIsToldOfBothWhoClaimAName() {
		List<Member> told = new ArrayList<>();
		SimulatedMember a = this.cluster.start("a", this.cluster.simulation.nextAddress(), (config) -> config,
				Delegates.none().withConflict((existing, other) -> told.addAll(List.of(existing, other))));
		SimulatedMember first = this.cluster.start("twin");
		SimulatedMember second = this.cluster.start("twin");
		this.cluster.await(first.join(a));
		this.cluster.await(second.join(a));
		this.cluster.run(Duration.ofSeconds(1));
		assertThat(told).extracting(Member::address).containsExactly(first.address, second.address);
		assertThat(a.list.member("twin").orElseThrow().address()).isEqualTo(first.address);
	}

	// M34
	@Test
	void theApplicationIsToldOfRoundTripsWithThePayloadOfTheAck() {
		List<String> told = new ArrayList<>();
		List<Duration> roundTrips = new ArrayList<>();
		SimulatedMember a = this.cluster.start("a", this.cluster.simulation.nextAddress(), (config) -> config,
				Delegates.none().withPing((member, roundTrip, payload) -> {
					told.add(member.name() + " " + new String(payload, StandardCharsets.UTF_8));
					roundTrips.add(roundTrip);
				}));
		SimulatedMember b = this.cluster.start("b");
		this.cluster.await(b.join(a));
		this.cluster.run(Duration.ofSeconds(5));
		b.list.setAckPayload(utf8("coordinates"));
		this.cluster.run(Duration.ofSeconds(5));
		assertThat(told).contains("b ", "b coordinates");
		assertThat(roundTrips).allSatisfy(
				(roundTrip) -> assertThat(roundTrip).isBetween(Duration.ofNanos(400_000), Duration.ofMillis(2)));
	}

	private static UserDelegate state(String name, List<String> merged) {
		return new UserDelegate() {

			@Override
			public byte[] localState(boolean join) {
				return utf8(name);
			}

			@Override
			public void mergeRemoteState(byte[] state, boolean join) {
				merged.add(name + " gets " + new String(state, StandardCharsets.UTF_8) + (join ? ", join" : ""));
			}

		};
	}

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
