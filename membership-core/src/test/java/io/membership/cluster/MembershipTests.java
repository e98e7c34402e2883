package io.membership.cluster;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.membership.wire.SerfMessage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Who is a member, who is leaving, and who is forgotten when, in virtual time. */
class MembershipTests extends ClusterScenario {

	@Test
	void anIntentToLeaveThatOvertakesItsMemberIsAppliedWhenItJoins() {
		form(2);
		inject(node(0), new SerfMessage.Leave(50, "late", false));
		run(10);
		ListeningNode late = start("late", (config) -> config);
		// gossip alone, without an intent to join
		finish(late.cluster().memberlist().join(List.of(node(0).text())));
		expect(() -> node(0).cluster().member("late").isPresent(), 5);
		assertThat(node(0).state("late")).isEqualTo(MemberState.LEAVING);
		assertThat(node(0).member("late").statusTime()).isEqualTo(50);
		assertThat(node(1).count(ClusterMetrics.Counter.INTENTS)).isPositive();
	}

	@Test
	void anIntentToJoinThatOvertakesItsMemberGivesItItsTime() {
		form(2);
		inject(node(0), new SerfMessage.Join(50, "late"));
		ListeningNode late = start("late", (config) -> config);
		finish(late.cluster().memberlist().join(List.of(node(0).text())));
		expect(() -> node(0).cluster().member("late").isPresent(), 5);
		assertThat(node(0).state("late")).isEqualTo(MemberState.ALIVE);
		assertThat(node(0).member("late").statusTime()).isEqualTo(50);
	}

	@Test
	void ofTwoEarlyIntentsTheNewerOneCountsInWhateverOrderTheyCome() {
		form(2);
		inject(node(0), new SerfMessage.Leave(50, "a", false));
		inject(node(0), new SerfMessage.Join(60, "a"));
		inject(node(0), new SerfMessage.Leave(61, "b", false));
		inject(node(0), new SerfMessage.Join(55, "b"));
		for (String name : List.of("a", "b")) {
			ListeningNode late = start(name, (config) -> config);
			finish(late.cluster().memberlist().join(List.of(node(0).text())));
		}
		expect(() -> node(0).cluster().members().size() == 4, 5);
		assertThat(node(0).state("a")).isEqualTo(MemberState.ALIVE);
		assertThat(node(0).state("b")).isEqualTo(MemberState.LEAVING);
	}

	@Test
	void anIntentThatIsNotNewerThanWhatIsKnownIsIgnoredAndNotPassedOn() {
		form(3);
		long known = node(0).member("n1").statusTime();
		long intents = node(0).count(ClusterMetrics.Counter.INTENTS);
		inject(node(0), new SerfMessage.Leave(known, "n1", false));
		inject(node(0), new SerfMessage.Join(known, "n1"));
		run(5);
		assertThat(node(0).state("n1")).isEqualTo(MemberState.ALIVE);
		assertThat(node(0).member("n1").statusTime()).isEqualTo(known);
		assertThat(node(0).count(ClusterMetrics.Counter.INTENTS)).isEqualTo(intents);
	}

	@Test
	void aMemberThatIsSuspectedIsAliveAndSaysSoUntilItHasFailed() {
		form(3);
		assertThat(node(0).cluster().members()).noneMatch(ClusterMember::suspect);
		this.simulation.node(node(2).address()).crash();
		expect(() -> node(0).member("n2").suspect(), 30);
		assertThat(node(0).state("n2")).isEqualTo(MemberState.ALIVE);
		assertThat(node(0).member("n2")).hasToString("n2@" + node(2).address().getAddress().getHostAddress() + ":"
				+ node(2).address().getPort() + "[alive, suspect]");
		expect(() -> node(0).state("n2") == MemberState.FAILED, 60);
		assertThat(node(0).member("n2").suspect()).isFalse();
	}

	@Test
	void aNewerJoinEndsALeaving() {
		form(3);
		isolate(node(1));
		inject(node(0), new SerfMessage.Leave(100, "n1", false));
		assertThat(node(0).state("n1")).isEqualTo(MemberState.LEAVING);
		inject(node(0), new SerfMessage.Join(99, "n1"));
		assertThat(node(0).state("n1")).isEqualTo(MemberState.LEAVING);
		inject(node(0), new SerfMessage.Join(101, "n1"));
		assertThat(node(0).state("n1")).isEqualTo(MemberState.ALIVE);
	}

	@Test
	void twoLeavesInTheWrongOrderAreNotPassedOnForEver() {
		form(3);
		this.simulation.node(node(2).address()).crash();
		expect(() -> node(0).state("n2") == MemberState.FAILED && node(1).state("n2") == MemberState.FAILED, 60);
		long before = node(0).count(ClusterMetrics.Counter.INTENTS);
		inject(node(0), new SerfMessage.Leave(101, "n2", false));
		inject(node(0), new SerfMessage.Leave(100, "n2", false));
		inject(node(1), new SerfMessage.Leave(100, "n2", false));
		run(60);
		assertThat(node(0).count(ClusterMetrics.Counter.INTENTS) - before).isEqualTo(1);
		for (ListeningNode node : List.of(node(0), node(1))) {
			assertThat(node.state("n2")).isEqualTo(MemberState.LEFT);
			assertThat(node.happened("n2")).containsExactly(MemberEventType.JOIN, MemberEventType.FAILED,
					MemberEventType.LEAVE);
			assertThat(node.cluster().metrics().value(ClusterMetrics.Gauge.INTENT_QUEUE)).isZero();
		}
	}

	@Test
	void anIntentPutsTheClockBehindItAndAJumpTooFarIsRefused() {
		form(2);
		inject(node(0), new SerfMessage.Join(1000, "somebody"));
		assertThat(time(node(0))).isEqualTo(1001);
		inject(node(0), new SerfMessage.Leave(1L << 40, "n1", false));
		inject(node(0), new SerfMessage.Leave(-1, "n1", false));
		assertThat(time(node(0))).isEqualTo(1001);
		assertThat(node(0).state("n1")).isEqualTo(MemberState.ALIVE);
		assertThat(node(0).count(ClusterMetrics.Counter.CLOCK_JUMPS_REFUSED)).isEqualTo(2);
	}

	@Test
	void anIntentOfANameThatNobodyCanHaveIsIgnored() {
		form(2);
		long before = node(0).count(ClusterMetrics.Counter.INTENTS);
		inject(node(0), new SerfMessage.Join(50, "x".repeat(300)));
		inject(node(0), new SerfMessage.Join(50, ""));
		assertThat(node(0).count(ClusterMetrics.Counter.INTENTS)).isEqualTo(before);
	}

	@Test
	void aForcedLeaveOfOneThatHasLeftChangesNothingUnlessItPrunes() {
		form(3);
		leave(node(2));
		finish(node(0).cluster().forceLeave("n2", false));
		run(5);
		assertThat(node(1).state("n2")).isEqualTo(MemberState.LEFT);
		finish(node(0).cluster().forceLeave("n2", true));
		expect(() -> node(0).cluster().member("n2").isEmpty() && node(1).cluster().member("n2").isEmpty(), 5);
		assertThat(node(1).happened("n2")).containsExactly(MemberEventType.JOIN, MemberEventType.LEAVE,
				MemberEventType.REAP);
	}

	@Test
	void aForcedLeaveWithPruneOfOneThatIsLeavingForgetsItOnceItIsGone() {
		form(3);
		CompletableFuture<?> left = node(2).cluster().leave();
		expect(() -> node(0).state("n2") == MemberState.LEAVING, 5);
		node(0).cluster().forceLeave("n2", true);
		finish(left);
		node(2).cluster().shutdown();
		expect(() -> node(0).cluster().member("n2").isEmpty() && node(1).cluster().member("n2").isEmpty(), 30);
		assertThat(node(0).happened("n2")).containsExactly(MemberEventType.JOIN, MemberEventType.LEAVE,
				MemberEventType.REAP);
	}

	@Test
	void aLiveMemberIsNotPruned() {
		form(3);
		node(0).cluster().forceLeave("n2", true);
		run(60);
		assertThat(this.nodes).allSatisfy((node) -> {
			assertThat(node.state("n2")).isEqualTo(MemberState.ALIVE);
			assertThat(node.happened("n2")).containsExactly(MemberEventType.JOIN);
		});
	}

	@Test
	void aMemberDoesNotForceItselfToLeave() {
		form(2);
		assertThat(failure(node(0).cluster().forceLeave("n0", false))).isInstanceOf(IllegalArgumentException.class);
		assertThat(node(1).state("n0")).isEqualTo(MemberState.ALIVE);
	}

	@Test
	void aFailedMemberThatIsBackAtItsAddressIsFoundWithoutJoining() {
		form(3);
		InetSocketAddress address = node(2).address();
		this.simulation.node(address).crash();
		expect(() -> node(0).state("n2") == MemberState.FAILED, 60);
		restart("n2", address, (config) -> config);
		expect(() -> node(0).state("n2") == MemberState.ALIVE && node(1).state("n2") == MemberState.ALIVE, 300);
		run(1);
		assertThat(node(0).happened("n2")).containsExactly(MemberEventType.JOIN, MemberEventType.FAILED,
				MemberEventType.JOIN);
	}

	@Test
	void aMemberThatFailsAndIsBackAtOnceFlaps() {
		form(3);
		InetSocketAddress address = node(2).address();
		this.simulation.node(address).crash();
		expect(() -> node(0).state("n2") == MemberState.FAILED, 60);
		ListeningNode back = restart("n2", address, (config) -> config);
		finish(back.join(node(0)));
		expect(() -> node(0).state("n2") == MemberState.ALIVE, 30);
		assertThat(node(0).count(ClusterMetrics.Counter.FLAPS)).isEqualTo(1);
	}

	@Test
	void whoHasLeftMayComeBackWithAnotherRole() {
		form(3, (config) -> config.withTags(Map.of("role", "foo")));
		InetSocketAddress address = node(2).address();
		leave(node(2));
		ListeningNode back = restart("n2", address, (config) -> config.withTags(Map.of("role", "bar")));
		finish(back.join(node(0)));
		expect(() -> node(1).state("n2") == MemberState.ALIVE && back.cluster().members().size() == 3, 30);
		run(5);
		assertThat(node(1).member("n2").tags()).containsExactly(Map.entry("role", "bar"));
		assertThat(node(1).happened("n2")).containsExactly(MemberEventType.JOIN, MemberEventType.LEAVE,
				MemberEventType.JOIN);
		assertThat(node(1).member("n2").reapAt()).isNull();
	}

	@Test
	void whoJoinsLeavesAndJoinsAgainAndAgainIsSeenSoByAll() {
		form(2);
		InetSocketAddress address = this.simulation.nextAddress();
		for (int i = 0; i < 3; i++) {
			ListeningNode guest = restart("guest", address, (config) -> config);
			finish(guest.join(node(0)));
			expect(() -> node(1).state("guest") == MemberState.ALIVE, 30);
			run(2);
			leave(guest);
			expect(() -> node(1).state("guest") == MemberState.LEFT, 30);
		}
		assertThat(node(0).happened("guest")).hasSize(6);
		assertThat(node(1).happened("guest")).hasSize(6);
	}

	@Test
	void whoHasLeftIsForgottenAfterTheTombstoneTimeout() {
		form(3, (config) -> config.withMembers((members) -> members.withTombstoneTimeout(Duration.ofMinutes(5))
			.withReconnectTimeout(Duration.ofHours(1))));
		leave(node(2));
		run(4 * 60);
		assertThat(node(0).state("n2")).isEqualTo(MemberState.LEFT);
		run(2 * 60);
		assertThat(node(0).cluster().member("n2")).isEmpty();
		assertThat(node(0).happened("n2")).containsExactly(MemberEventType.JOIN, MemberEventType.LEAVE,
				MemberEventType.REAP);
	}

	@Test
	void aMembersOwnReconnectTimeoutIsHonouredAndShown() {
		ReconnectTimeoutOverride byTag = (member, usual) -> {
			String own = member.tags().get("forget-after");
			return (own != null) ? Duration.parse(own) : usual;
		};
		form(3, (config) -> config.withMembers((members) -> members.withReconnectTimeoutOverride(byTag))
			.withTags(Map.of("forget-after", "PT5M")));
		this.simulation.node(node(2).address()).crash();
		expect(() -> node(0).state("n2") == MemberState.FAILED, 60);
		ClusterMember failed = node(0).member("n2");
		assertThat(Duration.between(failed.since(), failed.reapAt())).isEqualTo(Duration.ofMinutes(5));
		run(4 * 60);
		assertThat(node(0).cluster().member("n2")).isPresent();
		run(2 * 60);
		assertThat(node(0).cluster().member("n2")).isEmpty();
	}

	@Test
	void anOverrideThatThrowsLeavesTheUsualTimeout() {
		form(3, (config) -> config.withMembers((members) -> members.withReconnectTimeout(Duration.ofMinutes(5))
			.withReconnectTimeoutOverride((member, usual) -> {
				throw new IllegalStateException("provoked");
			})));
		this.simulation.node(node(2).address()).crash();
		expect(() -> node(0).state("n2") == MemberState.FAILED, 60);
		run(6 * 60);
		assertThat(node(0).cluster().member("n2")).isEmpty();
	}

	@Test
	void whoIsForcedToLeaveIsForgottenByTheTimeAtWhichItFailed() {
		form(3, (config) -> config.withMembers((members) -> members.withTombstoneTimeout(Duration.ofMinutes(10))));
		this.simulation.node(node(2).address()).crash();
		expect(() -> node(0).state("n2") == MemberState.FAILED && node(1).state("n2") == MemberState.FAILED, 60);
		run(8 * 60);
		finish(node(0).cluster().forceLeave("n2", false));
		assertThat(node(0).state("n2")).isEqualTo(MemberState.LEFT);
		run(3 * 60);
		assertThat(node(0).cluster().member("n2")).isEmpty();
	}

	@Test
	void afterTheShutdownNobodyIsForgottenAnyMore() {
		form(3, (config) -> config.withMembers((members) -> members.withReconnectTimeout(Duration.ofMinutes(5))));
		this.simulation.node(node(2).address()).crash();
		expect(() -> node(0).state("n2") == MemberState.FAILED, 60);
		node(0).cluster().shutdown();
		run(10 * 60);
		assertThat(node(0).happened("n2")).containsExactly(MemberEventType.JOIN, MemberEventType.FAILED);
	}

	@Test
	void theStatesOfAMemberFollowOneAnotherWithSerfsTexts() {
		form(2);
		Cluster cluster = node(1).cluster();
		assertThat(cluster.state()).isEqualTo(ClusterState.ALIVE);
		CompletableFuture<?> leaving = cluster.leave();
		assertThat(cluster.state()).isEqualTo(ClusterState.LEAVING);
		assertThat(failure(cluster.leave())).hasMessage("Leave already in progress");
		finish(leaving);
		assertThat(cluster.state()).isEqualTo(ClusterState.LEFT);
		assertThat(finish(cluster.leave())).isNull();
		assertThat(failure(cluster.join(List.of(node(0).text()), false)))
			.hasMessage("Serf can't Join after Leave or Shutdown");
		cluster.shutdown();
		assertThat(cluster.state()).isEqualTo(ClusterState.SHUTDOWN);
		assertThat(failure(cluster.leave())).hasMessage("Leave called after Shutdown");
		assertThat(failure(cluster.join(List.of(node(0).text()), false)))
			.hasMessage("Serf can't Join after Leave or Shutdown");
	}

	@Test
	void theOwnTagsAreShownAsTheyWereSetLast() {
		form(2, (config) -> config.withTags(Map.of("role", "web")));
		assertThat(node(0).cluster().tags()).containsExactly(Map.entry("role", "web"));
		finish(node(0).cluster().tags(Map.of("zone", "b", "role", "db")));
		assertThat(node(0).cluster().tags()).containsExactly(Map.entry("role", "db"), Map.entry("zone", "b"));
	}

	private void leave(ListeningNode node) {
		finish(node.cluster().leave());
		node.cluster().shutdown();
		run(5);
	}

	/** Nothing goes to or comes from a node. */
	private void isolate(ListeningNode node) {
		List<InetSocketAddress> others = this.nodes.stream()
			.filter((other) -> other != node)
			.map(ListeningNode::address)
			.toList();
		this.simulation.network().partition(List.of(List.of(node.address()), others));
	}

	private static long time(ListeningNode node) {
		return node.cluster().metrics().value(ClusterMetrics.Gauge.MEMBER_TIME);
	}

}
