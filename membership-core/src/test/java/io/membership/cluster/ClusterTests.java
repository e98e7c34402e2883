package io.membership.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

import io.membership.gossip.MemberlistConfig;
import io.membership.simulation.Simulation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Whole clusters that speak Serf's protocol, in virtual time. */
class ClusterTests {

	private final Simulation simulation = new Simulation(11);

	private final List<Node> nodes = new ArrayList<>();

	@Test
	void membersSeeEachOthersTagsAndTheirChange() {
		form(3);
		this.nodes.get(1).cluster.tags(Map.of("role", "web", "zone", "b"));
		expect(() -> this.nodes.stream()
			.allMatch((node) -> node.member("n1").tags().equals(Map.of("role", "web", "zone", "b"))), 5);
		run(1);
		assertThat(this.nodes.get(0).happened("n1")).containsExactly(MemberEventType.JOIN, MemberEventType.UPDATE);
	}

	@Test
	void aMemberThatLeavesIsLeftAndNotFailed() {
		form(4);
		Node leaver = this.nodes.get(2);
		await(leaver.cluster.leave());
		leaver.cluster.shutdown();
		run(30);
		for (Node node : List.of(this.nodes.get(0), this.nodes.get(1), this.nodes.get(3))) {
			assertThat(node.member("n2").state()).isEqualTo(MemberState.LEFT);
			assertThat(node.member("n2").reapAt()).isNotNull();
			assertThat(node.happened("n2")).containsExactly(MemberEventType.JOIN, MemberEventType.LEAVE);
		}
	}

	@Test
	void aCrashedMemberFailsAndIsReapedAfterTheReconnectTimeout() {
		form(3, (builder) -> builder.reconnectTimeout(Duration.ofMinutes(10)));
		this.simulation.node(this.nodes.get(2).address).crash();
		expect(() -> this.nodes.get(0).state("n2") == MemberState.FAILED, 60);
		run(9 * 60);
		assertThat(this.nodes.get(0).cluster.member("n2")).isPresent();
		run(3 * 60);
		assertThat(this.nodes.get(0).cluster.member("n2")).isEmpty();
		assertThat(this.nodes.get(0).happened("n2")).containsExactly(MemberEventType.JOIN, MemberEventType.FAILED,
				MemberEventType.REAP);
	}

	@Test
	void aForcedLeaveTurnsAFailedMemberIntoALeftOneEverywhere() {
		form(3);
		this.simulation.node(this.nodes.get(2).address).crash();
		expect(() -> this.nodes.get(0).state("n2") == MemberState.FAILED
				&& this.nodes.get(1).state("n2") == MemberState.FAILED, 60);
		await(this.nodes.get(0).cluster.forceLeave("n2", false));
		expect(() -> this.nodes.get(1).state("n2") == MemberState.LEFT, 5);
		assertThat(this.nodes.get(0).state("n2")).isEqualTo(MemberState.LEFT);
	}

	@Test
	void aForcedLeaveWithPruneForgetsAFailedMemberEverywhere() {
		form(3);
		this.simulation.node(this.nodes.get(2).address).crash();
		expect(() -> this.nodes.get(0).state("n2") == MemberState.FAILED
				&& this.nodes.get(1).state("n2") == MemberState.FAILED, 60);
		await(this.nodes.get(0).cluster.forceLeave("n2", true));
		expect(() -> this.nodes.get(0).cluster.member("n2").isEmpty()
				&& this.nodes.get(1).cluster.member("n2").isEmpty(), 10);
	}

	@Test
	void aLiveMemberRefutesAForcedLeave() {
		form(3);
		this.nodes.get(0).cluster.forceLeave("n2", false);
		run(10);
		for (Node node : this.nodes) {
			assertThat(node.member("n2").state()).isEqualTo(MemberState.ALIVE);
		}
	}

	@Test
	void aUserEventReachesEverybodyOnceAndItsSenderToo() {
		form(5);
		await(this.nodes.get(3).cluster.event("deploy", bytes("v1"), false));
		run(60);
		for (Node node : this.nodes) {
			assertThat(node.userEvents()).containsExactly("deploy=v1");
		}
	}

	@Test
	void whoJoinsLateHearsOfOldEventsUnlessItDoesNotWantTo() {
		form(3);
		await(this.nodes.get(0).cluster.event("deploy", bytes("v1"), false));
		run(10);
		Node curious = start("curious", (builder) -> builder);
		await(curious.cluster.join(List.of(text(this.nodes.get(0).address)), false));
		Node indifferent = start("indifferent", (builder) -> builder);
		await(indifferent.cluster.join(List.of(text(this.nodes.get(0).address)), true));
		run(90);
		assertThat(curious.userEvents()).containsExactly("deploy=v1");
		assertThat(indifferent.userEvents()).isEmpty();
	}

	@Test
	void anEventOverTheLimitIsRefusedWithSerfsText() {
		form(2);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.nodes.get(0).cluster.event("big", new byte[600], false))
			.withMessage("user event exceeds configured limit of 512 bytes before encoding");
	}

	@Test
	void coordinatesPredictTheRoundTripTime() {
		this.simulation.network().latency(Duration.ofMillis(10), Duration.ofMillis(10));
		form(4);
		run(300);
		Node node = this.nodes.get(0);
		Duration estimate = node.cluster.coordinate("n0")
			.orElseThrow()
			.distanceTo(node.cluster.coordinate("n1").orElseThrow());
		assertThat(estimate).isBetween(Duration.ofMillis(10), Duration.ofMillis(30));
	}

	@Test
	void aListenerThatThrowsOrBlocksHarmsNoProbe() {
		form(3);
		this.simulation.node(this.nodes.get(0).address).stickBlocking(Duration.ofMinutes(1));
		run(60);
		assertThat(this.nodes.get(1).happened("n0")).containsExactly(MemberEventType.JOIN);
	}

	private void form(int count) {
		form(count, (builder) -> builder);
	}

	private void form(int count, UnaryOperator<ClusterConfig.Builder> settings) {
		for (int i = 0; i < count; i++) {
			Node node = start("n" + i, settings);
			if (i > 0) {
				await(node.cluster.join(List.of(text(this.nodes.get(0).address)), false));
			}
		}
		expect(() -> this.nodes.stream().allMatch((node) -> node.cluster.members().size() == count), 60);
		// until the intents to join have arrived everywhere, too
		run(5);
	}

	private Node start(String name, UnaryOperator<ClusterConfig.Builder> settings) {
		Node node = new Node(name, settings);
		this.nodes.add(node);
		return node;
	}

	private void run(int seconds) {
		this.simulation.runFor(Duration.ofSeconds(seconds));
	}

	private void expect(BooleanSupplier condition, int seconds) {
		assertThat(this.simulation.runUntil(condition, Duration.ofSeconds(seconds))).isTrue();
	}

	private void await(CompletableFuture<?> future) {
		expect(future::isDone, 60);
		future.join();
	}

	private static String text(InetSocketAddress address) {
		return address.getAddress().getHostAddress() + ":" + address.getPort();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private final class Node {

		private final InetSocketAddress address = ClusterTests.this.simulation.nextAddress();

		private final List<ClusterEvent> events = new ArrayList<>();

		private final Cluster cluster;

		private Node(String name, UnaryOperator<ClusterConfig.Builder> settings) {
			MemberlistConfig gossip = MemberlistConfig.lan(name)
				.bindAddress(this.address.getAddress())
				.bindPort(this.address.getPort())
				.build();
			this.cluster = Cluster.create(settings.apply(ClusterConfig.builder(gossip)).build(), this.events::add,
					ClusterTests.this.simulation.transportFactory());
			try {
				this.cluster.start();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		private ClusterMember member(String name) {
			return this.cluster.member(name).orElseThrow();
		}

		private MemberState state(String name) {
			return this.cluster.member(name).map(ClusterMember::state).orElse(null);
		}

		private List<MemberEventType> happened(String name) {
			List<MemberEventType> types = new ArrayList<>();
			for (ClusterEvent event : this.events) {
				if (event instanceof ClusterEvent.Membership change
						&& change.members().stream().anyMatch((member) -> member.name().equals(name))) {
					types.add(change.type());
				}
			}
			return types;
		}

		private List<String> userEvents() {
			List<String> texts = new ArrayList<>();
			for (ClusterEvent event : this.events) {
				if (event instanceof ClusterEvent.User user) {
					texts.add(user.name() + "=" + new String(user.payload(), StandardCharsets.UTF_8));
				}
			}
			return texts;
		}

	}

}
