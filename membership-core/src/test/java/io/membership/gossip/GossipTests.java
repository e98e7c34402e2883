package io.membership.gossip;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.membership.gossip.MemberlistMetrics.Counter;
import io.membership.gossip.SimulatedCluster.SimulatedMember;
import io.membership.runtime.MailboxFigures;
import io.membership.wire.Message;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How broadcasts and states spread. */
class GossipTests {

	private final SimulatedCluster cluster = new SimulatedCluster(8, SimulatedCluster::quiet);

	// S41
	@Test
	void aBroadcastReachesThePeersInTheNextGossipTick() {
		SimulatedMember a = this.cluster.start("a",
				(config) -> config.withGossip((gossip) -> gossip.withImmediate(false)));
		List<ScriptedPeer> peers = List.of(peer("p1", a), peer("p2", a), peer("p3", a));
		drain(a);
		a.list.broadcast(Broadcast.unique(new byte[] { 42 }));
		this.cluster.run(Duration.ofMillis(202));
		assertThat(peers).allSatisfy((peer) -> assertThat(peer.heard(Message.User.class)).singleElement()
			.satisfies((user) -> assertThat(user.payload()).containsExactly(42)));
	}

	// S41
	@Test
	void aBroadcastIsTransmittedAsOftenAsItShouldAndNoMore() {
		SimulatedMember a = this.cluster.start("a");
		List<ScriptedPeer> peers = List.of(peer("p1", a), peer("p2", a), peer("p3", a));
		drain(a);
		List<String> finished = new ArrayList<>();
		a.list.broadcast(new Broadcast(new byte[] { 42 }, null, () -> finished.add("done")));
		this.cluster.run(Duration.ofSeconds(5));
		// multiplier 4, four nodes
		assertThat(peers.stream().mapToInt((peer) -> peer.heard(Message.User.class).size()).sum()).isEqualTo(4);
		assertThat(finished).containsExactly("done");
	}

	// S42
	@Test
	void theRecentlyDeadStillGetGossipAndTheLongDeadDoNot() {
		SimulatedMember a = this.cluster.start("a",
				(config) -> config.withGossip((gossip) -> gossip.withToTheDeadTime(Duration.ofSeconds(30))));
		ScriptedPeer dead = peer("dead", a);
		ScriptedPeer other = peer("other", a);
		other.tell(a, other.dead("dead", 1));
		this.cluster.run(Duration.ofSeconds(2));
		assertThat(dead.heard(Message.Dead.class)).isNotEmpty();
		dead.heard.clear();
		this.cluster.run(Duration.ofSeconds(20));
		a.list.broadcast(Broadcast.unique(new byte[] { 1 }));
		this.cluster.run(Duration.ofSeconds(5));
		assertThat(dead.heard(Message.User.class)).isNotEmpty();
		dead.heard.clear();
		this.cluster.run(Duration.ofSeconds(5));
		a.list.broadcast(Broadcast.unique(new byte[] { 2 }));
		this.cluster.run(Duration.ofSeconds(5));
		assertThat(dead.heard).isEmpty();
		assertThat(other.heard(Message.User.class)).hasSizeGreaterThan(4);
	}

	// S42
	@Test
	void whoHasLeftGetsNoGossip() {
		SimulatedMember a = this.cluster.start("a");
		ScriptedPeer left = peer("left", a);
		ScriptedPeer other = peer("other", a);
		drain(a);
		left.tell(a, left.dead("left", 1));
		left.heard.clear();
		drain(a);
		assertThat(left.heard).isEmpty();
		assertThat(other.heard(Message.Dead.class)).isNotEmpty();
	}

	// S44
	@Test
	void aPeriodicExchangeFillsInMissingNodes() {
		SimulatedMember a = this.cluster.start("a",
				(config) -> config.withPushPull((pushPull) -> pushPull.withInterval(Duration.ofSeconds(30))));
		ScriptedPeer b = peer("b", a);
		ScriptedPeer unknown = new ScriptedPeer(this.cluster, "unknown");
		b.state = List.of(b.entry(1, MemberStatus.ALIVE), unknown.entry(4, MemberStatus.ALIVE));
		this.cluster.expect(() -> a.status("unknown") == MemberStatus.ALIVE, Duration.ofSeconds(60),
				"the exchange tells of it");
		assertThat(b.heard(Message.PushPull.class)).isNotEmpty().allSatisfy((state) -> {
			assertThat(state.join()).isFalse();
			assertThat(state.nodes()).extracting(Message.NodeState::name).contains("a", "b");
		});
		assertThat(a.list.metrics().count(Counter.PUSH_PULLS)).isPositive();
	}

	// S44
	@Test
	void aPeerThatDoesNotAnswerAnExchangeHarmsNothing() {
		SimulatedMember a = this.cluster.start("a",
				(config) -> config.withPushPull((pushPull) -> pushPull.withInterval(Duration.ofSeconds(5))));
		ScriptedPeer b = peer("b", a);
		this.cluster.simulation.network().cut(a.address, b.address);
		this.cluster.run(Duration.ofMinutes(2));
		assertThat(a.list.metrics().count(Counter.PUSH_PULLS_FAILED)).isPositive();
		this.cluster.heal();
		this.cluster.expect(() -> a.list.metrics().count(Counter.PUSH_PULLS) > 0, Duration.ofSeconds(20),
				"exchanges work again");
	}

	@Test
	void somethingNewIsGossipedAtOnce() {
		SimulatedMember a = this.cluster.start("a",
				(config) -> config.withGossip((gossip) -> gossip.withInterval(Duration.ofSeconds(10))));
		ScriptedPeer b = peer("b", a);
		this.cluster.run(Duration.ofSeconds(40));
		a.list.broadcast(Broadcast.unique(new byte[] { 42 }));
		this.cluster.run(Duration.ofMillis(2));
		assertThat(b.heard(Message.User.class)).hasSize(1);
	}

	@Test
	void whatIsGossipedAtOnceStaysWithinABudget() {
		SimulatedMember a = this.cluster.start("a",
				(config) -> config.withGossip((gossip) -> gossip.withInterval(Duration.ofSeconds(10))));
		List<ScriptedPeer> peers = List.of(peer("p1", a), peer("p2", a), peer("p3", a));
		this.cluster.run(Duration.ofSeconds(60));
		peers.forEach((peer) -> peer.heard.clear());
		for (int i = 0; i < 1000; i++) {
			a.list.broadcast(Broadcast.unique(new byte[] { 42 }));
			this.cluster.run(Duration.ofMillis(1));
		}
		// two early rounds of three packets, and perhaps one tick
		assertThat(peers.stream().mapToLong(GossipTests::packets).sum()).isLessThanOrEqualTo(9);
	}

	@Test
	void whatIsQueuedInOneTurnGoesTogether() {
		SimulatedMember a = this.cluster.start("a",
				(config) -> config.withGossip((gossip) -> gossip.withInterval(Duration.ofSeconds(10))));
		ScriptedPeer b = peer("b", a);
		this.cluster.run(Duration.ofSeconds(40));
		b.heard.clear();
		List<Message> news = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			news.add(ScriptedPeer.alive("n" + i, 1, this.cluster.simulation.nextAddress(), new byte[0],
					ScriptedPeer.VSN));
		}
		b.tell(a, news.toArray(Message[]::new));
		this.cluster.run(Duration.ofMillis(5));
		Set<Integer> packets = new HashSet<>();
		b.heard.forEach((heard) -> packets.add(heard.packet()));
		assertThat(packets.size()).isLessThanOrEqualTo(1);
	}

	/** memberlist issue 299. */
	@Test
	void membershipTrafficThatFillsEveryPacketDoesNotStarveTheApplication() {
		SimulatedMember a = this.cluster.start("a");
		ScriptedPeer b = peer("b", a);
		drain(a);
		b.heard.clear();
		byte[] meta = new byte[400];
		a.list.broadcast(Broadcast.unique(new byte[500]));
		for (int round = 1; round < 100; round++) {
			for (int i = 0; i < 20; i++) {
				b.tell(a, ScriptedPeer.alive("n" + i, round, addressOf(i), meta, ScriptedPeer.VSN));
			}
		}
		assertThat(a.list.metrics().broadcastQueueDepth()).isGreaterThan(10);
		assertThat(b.heard(Message.User.class)).isNotEmpty();
		assertThat(b.heard(Message.Alive.class)).hasSizeGreaterThan(20);
	}

	/** memberlist issue 299, measured on the queues themselves. */
	@Test
	void theApplicationGetsItsShareOfFullPacketsAndNoMore() {
		MemberlistConfig config = MemberlistConfig.lan("a").withGossip((gossip) -> gossip.withUserBroadcastShare(25));
		BroadcastQueues queues = new BroadcastQueues(config, () -> 1000, () -> 100_000,
				new MemberlistMetrics(0, new MailboxFigures()));
		for (int i = 0; i < 5000; i++) {
			queues.membership("n" + i, new Message.Alive(1, "n" + i, new byte[4], 7946, new byte[100], new byte[6]),
					null);
			queues.user(user(150), null, null);
		}
		long users = 0;
		long all = 0;
		for (int packet = 0; packet < 400; packet++) {
			List<byte[]> parts = queues.take(2, 1398);
			assertThat(parts.stream().mapToInt((part) -> part.length + 2).sum()).isLessThanOrEqualTo(1398);
			users += parts.stream().filter((part) -> part[0] == 8).mapToInt((part) -> part.length + 2).sum();
			all += parts.stream().mapToInt((part) -> part.length + 2).sum();
		}
		assertThat((double) users / all).isBetween(0.20, 0.32);
	}

	@Test
	void aBroadcastThatNeedsMoreThanTheShareOfOnePacketIsNotStarvedEither() {
		MemberlistConfig config = MemberlistConfig.lan("a").withGossip((gossip) -> gossip.withUserBroadcastShare(10));
		BroadcastQueues queues = new BroadcastQueues(config, () -> 1000, () -> 100_000,
				new MemberlistMetrics(0, new MailboxFigures()));
		queues.user(user(1300), null, null);
		for (int i = 0; i < 5000; i++) {
			queues.membership("n" + i, new Message.Alive(1, "n" + i, new byte[4], 7946, new byte[100], new byte[6]),
					null);
		}
		boolean sent = false;
		for (int packet = 0; packet < 20; packet++) {
			// every second packet is an ack, with less room than the message needs
			sent |= queues.take(2, (packet % 2 == 0) ? 1398 : 1250).stream().anyMatch((part) -> part[0] == 8);
		}
		assertThat(sent).isTrue();
	}

	private static byte[] user(int length) {
		byte[] message = new byte[length];
		Arrays.fill(message, (byte) 1);
		message[0] = 8;
		return message;
	}

	private InetSocketAddress addressOf(int i) {
		return new InetSocketAddress("10.7.7." + (i + 1), 7946);
	}

	private ScriptedPeer peer(String name, SimulatedMember... members) {
		return ScriptedPeer.joined(this.cluster, name, members);
	}

	private static long packets(ScriptedPeer peer) {
		return peer.heard.stream().mapToInt(ScriptedPeer.Heard::packet).distinct().count();
	}

	private void drain(SimulatedMember a) {
		this.cluster.expect(() -> a.list.metrics().broadcastQueueDepth() == 0, Duration.ofMinutes(5), "drained");
		this.cluster.run(Duration.ofMillis(5));
	}

}
