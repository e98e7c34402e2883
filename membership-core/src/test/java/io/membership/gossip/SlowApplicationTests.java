package io.membership.gossip;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.membership.gossip.MemberEvent.Type;
import io.membership.gossip.SimulatedCluster.SimulatedMember;
import io.membership.netty.NettyTransportFactory;
import io.membership.testing.Eventually;
import io.membership.wire.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.membership.testing.Eventually.eventually;
import static io.membership.testing.Eventually.result;
import static org.assertj.core.api.Assertions.assertThat;

/** Code of the application that blocks or throws, and what becomes of the member. */
class SlowApplicationTests {

	private final SimulatedCluster cluster = new SimulatedCluster(37);

	// H9
	@Test
	void anApplicationThatBlocksForAMinuteCostsNobodyTheMembership() {
		List<SimulatedMember> members = this.cluster.form(8);
		this.cluster.run(Duration.ofSeconds(1));
		members.forEach((member) -> member.events.clear());
		this.cluster.simulation.node(members.get(2).address).stickBlocking(Duration.ofMinutes(1));
		this.cluster.run(Duration.ofSeconds(10));
		members.get(7).crash();
		this.cluster.run(Duration.ofSeconds(45));
		assertThat(members.get(2).status("m7")).as("readers see it at once").isEqualTo(MemberStatus.FAILED);
		assertThat(members.get(2).events).isEmpty();
		this.cluster.run(Duration.ofSeconds(30));
		assertThat(members.get(2).eventsAbout("m7")).endsWith(Type.FAILED);
		for (SimulatedMember member : this.cluster.running()) {
			assertThat(member.events).filteredOn((event) -> !event.member().name().equals("m7")).isEmpty();
		}
	}

	// H9
	@Test
	void realThreadsThatBlockDoNotKeepAMemberFromItsWork() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		Delegates blocking = blocking(release);
		try (NettyTransportFactory transports = new NettyTransportFactory();
				Memberlist a = start("a", blocking, transports);
				Memberlist b = start("b", Delegates.none(), transports);
				Memberlist c = start("c", Delegates.none(), transports)) {
			String seed = "127.0.0.1:" + b.localMember().address().getPort();
			assertThat(result(c.join(List.of(seed)), "the join").reached()).isEqualTo(1);
			// a merge waits for the veto of the application, which does not come
			a.join(List.of(seed));
			for (int i = 0; i < 100; i++) {
				b.sendReliable(a.localMember().address(), new byte[] { (byte) i });
			}
			Member address = new Member("a", a.localMember().address(), MemberStatus.ALIVE, new byte[0], 1,
					ProtocolVersions.UNKNOWN, a.localMember().since());
			for (int i = 0; i < 5; i++) {
				assertThat(result(b.ping(address), "the ping")).isPositive();
			}
			release.countDown();
			eventually(() -> assertThat(a.members()).hasSize(3));
		}
		finally {
			release.countDown();
		}
	}

	private static Memberlist start(String name, Delegates delegates, NettyTransportFactory transports)
			throws IOException {
		Memberlist list = Memberlist.create(MemberlistConfig.local(name)
			.withNetwork((network) -> network.withBindAddress(InetAddress.getLoopbackAddress()).withBindPort(0)),
				delegates, transports);
		list.start();
		return list;
	}

	private static Delegates blocking(CountDownLatch release) {
		Supplier<Boolean> wait = () -> {
			try {
				return release.await(Eventually.LIMIT.toSeconds(), TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return false;
			}
		};
		return Delegates.none().withEvents((event) -> wait.get()).withMerge((members) -> {
			wait.get();
			return null;
		}).withAlive((member) -> {
			wait.get();
			return null;
		}).withPing((member, roundTrip, payload) -> wait.get()).withConflict((existing, other) -> wait.get());
	}

	// H9
	@ParameterizedTest
	@ValueSource(strings = { "exception", "assertion", "linkage", "stack" })
	void whateverTheApplicationThrowsTheMemberGoesOn(String kind) {
		Delegates throwing = Delegates.none()
			.withEvents((event) -> fail(kind))
			.withPing((member, roundTrip, payload) -> fail(kind))
			.withConflict((existing, other) -> fail(kind))
			.withUser(new UserDelegate() {

				@Override
				public void message(byte[] message) {
					fail(kind);
				}

				@Override
				public byte[] localState(boolean join) {
					fail(kind);
					return new byte[0];
				}

				@Override
				public void mergeRemoteState(byte[] state, boolean join) {
					fail(kind);
				}

			});
		SimulatedMember a = this.cluster.start("a", this.cluster.simulation.nextAddress(), (config) -> config,
				throwing);
		SimulatedMember b = this.cluster.start("b");
		Duration start = this.cluster.simulation.now();
		assertThat(this.cluster.await(a.join(b)).reached()).isEqualTo(1);
		assertThat(this.cluster.simulation.now().minus(start)).as("no time-out is waited for")
			.isLessThan(Duration.ofMillis(500));
		this.cluster.await(b.list.sendReliable(b.list.member("a").orElseThrow(), new byte[] { 1 }));
		this.cluster.run(Duration.ofMinutes(2));
		assertThat(this.cluster.agreed()).isTrue();
		assertThat(a.list.metrics().listeners().errors()).isGreaterThan(5);
	}

	// H9
	@ParameterizedTest
	@ValueSource(strings = { "exception", "assertion", "linkage", "stack" })
	void aVetoThatThrowsIsAVeto(String kind) {
		SimulatedMember a = this.cluster.start("a", this.cluster.simulation.nextAddress(), (config) -> config,
				Delegates.none().withMerge((members) -> {
					fail(kind);
					return null;
				}));
		SimulatedMember b = this.cluster.start("b", this.cluster.simulation.nextAddress(), (config) -> config,
				Delegates.none().withAlive((member) -> {
					fail(kind);
					return null;
				}));
		JoinResult result = this.cluster.await(a.join(b));
		assertThat(result.reached()).isZero();
		assertThat(result.failures().values()).singleElement().asString().contains("vetoed", "failed");
		this.cluster.run(Duration.ofSeconds(5));
		assertThat(a.alive()).containsExactly("a");
		assertThat(b.alive()).containsExactly("b");
	}

	// H9
	@Test
	void membersThatComeAndGoWhileTheApplicationIsStuckDoNotFillTheMemory() {
		List<MemberEvent> told = new ArrayList<>();
		SimulatedMember a = this.cluster.start("a", this.cluster.simulation.nextAddress(),
				(config) -> SimulatedCluster.quiet(config).withEventQueueCapacity(100),
				Delegates.none().withEvents(told::add));
		ScriptedPeer churn = ScriptedPeer.joined(this.cluster, "churn", a);
		told.clear();
		this.cluster.simulation.node(a.address).stickBlocking(Duration.ofMinutes(1));
		for (int i = 0; i < 4_000; i += 20) {
			Message[] messages = new Message[42];
			for (int j = 0; j < 20; j++) {
				String name = "job-" + (i + j);
				messages[2 * j] = ScriptedPeer.alive(name, 1, churn.address, new byte[0], ScriptedPeer.VSN);
				messages[2 * j + 1] = new Message.Dead(1, name, name);
			}
			// and one that flaps all the time
			messages[40] = ScriptedPeer.alive("flap", i + 2, churn.address, new byte[0], ScriptedPeer.VSN);
			messages[41] = new Message.Dead(i + 2, "flap", "churn");
			churn.tell(a, messages);
			assertThat(a.list.metrics().listeners().depth()).isLessThanOrEqualTo(2 * 100 + 2);
		}
		assertThat(a.list.metrics().listeners().merged()).isPositive();
		churn.tell(a, ScriptedPeer.alive("flap", 9_000, churn.address, new byte[0], ScriptedPeer.VSN));
		this.cluster.run(Duration.ofMinutes(2));
		assertThat(told).filteredOn((event) -> event.member().name().equals("flap"))
			.last()
			.extracting(MemberEvent::type)
			.isEqualTo(Type.JOINED);
		assertThat(told.size()).isLessThan(300);
		assertThat(a.list.metrics().listeners().depth()).isZero();
	}

	// H9
	@Test
	void messagesThatFindTheQueueFullAreDroppedAndCounted() {
		SimulatedMember a = this.cluster.start("a",
				(config) -> SimulatedCluster.quiet(config).withEventQueueCapacity(16));
		ScriptedPeer peer = new ScriptedPeer(this.cluster, "peer");
		this.cluster.run(Duration.ofSeconds(1));
		this.cluster.simulation.node(a.address).stickBlocking(Duration.ofMinutes(1));
		for (int i = 0; i < 50; i++) {
			peer.tell(a, new Message.User(new byte[] { (byte) i }));
		}
		assertThat(a.list.metrics().drops(GossipDrop.APPLICATION_QUEUE_FULL)).isEqualTo(34);
		this.cluster.run(Duration.ofMinutes(2));
		assertThat(a.messages).hasSize(16);
		assertThat(a.messages.get(15)).as("the oldest are kept, in order").containsExactly(15);
	}

	private static void fail(String kind) {
		switch (kind) {
			case "exception" -> throw new IllegalStateException("test");
			case "assertion" -> throw new AssertionError("test");
			case "linkage" -> throw new NoClassDefFoundError("test");
			default -> throw new StackOverflowError("test");
		}
	}

}
