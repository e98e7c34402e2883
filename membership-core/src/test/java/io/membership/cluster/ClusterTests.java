package io.membership.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Whole clusters that speak Serf's protocol, in virtual time. */
class ClusterTests extends ClusterScenario {

	@Test
	void membersSeeEachOthersTagsAndTheirChange() {
		form(3);
		this.nodes.get(1).cluster().tags(Map.of("role", "web", "zone", "b"));
		expect(() -> this.nodes.stream()
			.allMatch((node) -> node.member("n1").tags().equals(Map.of("role", "web", "zone", "b"))), 5);
		run(1);
		assertThat(this.nodes.get(0).happened("n1")).containsExactly(MemberEventType.JOIN, MemberEventType.UPDATE);
	}

	@Test
	void aMemberThatLeavesIsLeftAndNotFailed() {
		form(4);
		ListeningNode leaver = this.nodes.get(2);
		finish(leaver.cluster().leave());
		leaver.cluster().shutdown();
		run(30);
		for (ListeningNode node : List.of(this.nodes.get(0), this.nodes.get(1), this.nodes.get(3))) {
			assertThat(node.member("n2").state()).isEqualTo(MemberState.LEFT);
			assertThat(node.member("n2").reapAt()).isNotNull();
			assertThat(node.happened("n2")).containsExactly(MemberEventType.JOIN, MemberEventType.LEAVE);
		}
	}

	@Test
	void aCrashedMemberFailsAndIsReapedAfterTheReconnectTimeout() {
		form(3, (config) -> config.withMembers((members) -> members.withReconnectTimeout(Duration.ofMinutes(10))));
		this.simulation.node(this.nodes.get(2).address()).crash();
		expect(() -> this.nodes.get(0).state("n2") == MemberState.FAILED, 60);
		run(9 * 60);
		assertThat(this.nodes.get(0).cluster().member("n2")).isPresent();
		run(3 * 60);
		assertThat(this.nodes.get(0).cluster().member("n2")).isEmpty();
		assertThat(this.nodes.get(0).happened("n2")).containsExactly(MemberEventType.JOIN, MemberEventType.FAILED,
				MemberEventType.REAP);
	}

	@Test
	void aForcedLeaveTurnsAFailedMemberIntoALeftOneEverywhere() {
		form(3);
		this.simulation.node(this.nodes.get(2).address()).crash();
		expect(() -> this.nodes.get(0).state("n2") == MemberState.FAILED
				&& this.nodes.get(1).state("n2") == MemberState.FAILED, 60);
		finish(this.nodes.get(0).cluster().forceLeave("n2", false));
		expect(() -> this.nodes.get(1).state("n2") == MemberState.LEFT, 5);
		assertThat(this.nodes.get(0).state("n2")).isEqualTo(MemberState.LEFT);
	}

	@Test
	void aForcedLeaveWithPruneForgetsAFailedMemberEverywhere() {
		form(3);
		this.simulation.node(this.nodes.get(2).address()).crash();
		expect(() -> this.nodes.get(0).state("n2") == MemberState.FAILED
				&& this.nodes.get(1).state("n2") == MemberState.FAILED, 60);
		finish(this.nodes.get(0).cluster().forceLeave("n2", true));
		expect(() -> this.nodes.get(0).cluster().member("n2").isEmpty()
				&& this.nodes.get(1).cluster().member("n2").isEmpty(), 10);
	}

	@Test
	void aLiveMemberRefutesAForcedLeave() {
		form(3);
		this.nodes.get(0).cluster().forceLeave("n2", false);
		run(10);
		for (ListeningNode node : this.nodes) {
			assertThat(node.member("n2").state()).isEqualTo(MemberState.ALIVE);
		}
	}

	@Test
	void aUserEventReachesEverybodyOnceAndItsSenderToo() {
		form(5);
		finish(this.nodes.get(3).cluster().publish("deploy", bytes("v1"), false));
		run(60);
		for (ListeningNode node : this.nodes) {
			assertThat(node.userEvents()).containsExactly("deploy=v1");
		}
	}

	@Test
	void whoJoinsLateHearsOfOldEventsUnlessItDoesNotWantTo() {
		form(3);
		finish(this.nodes.get(0).cluster().publish("deploy", bytes("v1"), false));
		run(10);
		ListeningNode curious = start("curious", (config) -> config);
		finish(curious.join(this.nodes.get(0)));
		ListeningNode indifferent = start("indifferent", (config) -> config);
		finish(indifferent.cluster().join(List.of(this.nodes.get(0).text()), true));
		run(90);
		assertThat(curious.userEvents()).containsExactly("deploy=v1");
		assertThat(indifferent.userEvents()).isEmpty();
	}

	@Test
	void whoJoinsByItsSeedsHearsOfNoOldEventsUnlessItWantsTo() {
		form(3);
		finish(this.nodes.get(0).cluster().publish("deploy", bytes("v1"), false));
		run(10);
		List<String> seeds = List.of(this.nodes.get(0).text());
		ListeningNode curious = start("curious",
				(config) -> config.withEvents((events) -> events.withReplayOnJoin(true)),
				(config) -> config.withSeeds((join) -> join.withAddresses(seeds)));
		ListeningNode usual = start("usual", (config) -> config,
				(config) -> config.withSeeds((join) -> join.withAddresses(seeds)));
		run(90);
		assertThat(curious.userEvents()).containsExactly("deploy=v1");
		assertThat(usual.userEvents()).isEmpty();
		finish(this.nodes.get(1).cluster().publish("deploy", bytes("v2"), false));
		expect(() -> usual.userEvents().equals(List.of("deploy=v2")), 10);
	}

	@Test
	void aJoinByTheSeedsIsAnnouncedWithATimeAfterAnEarlierLeave() {
		form(3);
		ListeningNode leaver = this.nodes.get(2);
		finish(leaver.cluster().leave());
		finish(leaver.cluster().shutdown());
		long left = this.nodes.get(1).member("n2").statusTime();
		List<String> seeds = List.of(this.nodes.get(0).text());
		ListeningNode again = start("n2", (config) -> config,
				(config) -> config.withSeeds((join) -> join.withAddresses(seeds)));
		expect(() -> this.nodes.get(1).state("n2") == MemberState.ALIVE
				&& this.nodes.get(1).member("n2").statusTime() > left, 20);
		run(120);
		assertThat(this.nodes.get(0).state("n2")).isEqualTo(MemberState.ALIVE);
		assertThat(again.state("n2")).isEqualTo(MemberState.ALIVE);
	}

	@Test
	void anEventOverTheLimitIsRefusedWithSerfsText() {
		form(2);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.nodes.get(0).cluster().publish("big", new byte[600], false))
			.withMessage("user event exceeds configured limit of 512 bytes before encoding");
	}

	@Test
	void coordinatesPredictTheRoundTripTime() {
		this.simulation.network().latency(Duration.ofMillis(10), Duration.ofMillis(10));
		form(4);
		run(300);
		ListeningNode node = this.nodes.get(0);
		Duration estimate = node.cluster()
			.coordinate("n0")
			.orElseThrow()
			.distanceTo(node.cluster().coordinate("n1").orElseThrow());
		assertThat(estimate).isBetween(Duration.ofMillis(10), Duration.ofMillis(30));
	}

	@Test
	void aListenerThatThrowsOrBlocksHarmsNoProbe() {
		form(3);
		this.simulation.node(this.nodes.get(0).address()).stickBlocking(Duration.ofMinutes(1));
		run(60);
		assertThat(this.nodes.get(1).happened("n0")).containsExactly(MemberEventType.JOIN);
	}

}
