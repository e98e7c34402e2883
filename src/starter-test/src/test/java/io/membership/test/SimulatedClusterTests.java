package io.membership.test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

import io.membership.cluster.MemberEventType;
import io.membership.cluster.MemberState;
import io.membership.simulation.cluster.SimulatedCluster;
import io.membership.simulation.cluster.SimulatedMember;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The verbs of a cluster in virtual time. */
class SimulatedClusterTests {

	private static final Duration MINUTE = Duration.ofMinutes(1);

	@Test
	void membersJoinWhenTheClusterStarts() {
		SimulatedCluster cluster = SimulatedCluster.of(5).seed(42).start();
		assertThat(cluster.member(1).alive()).containsExactly("member-1", "member-2", "member-3", "member-4",
				"member-5");
	}

	@Test
	void aStoppedMemberHasLeft() {
		SimulatedCluster cluster = SimulatedCluster.of(3).start();
		cluster.member(3).stop();
		cluster.awaitAgreement(MINUTE);
		assertThat(cluster.member(1).stateOf("member-3")).isEqualTo(MemberState.LEFT);
		assertThat(cluster.member(1).changesOf("member-3")).containsExactly(MemberEventType.JOIN,
				MemberEventType.LEAVE);
	}

	@Test
	void aCrashedMemberFailsAndReturns() {
		SimulatedCluster cluster = SimulatedCluster.of(3).start();
		cluster.member(3).crash();
		cluster.awaitAgreement(MINUTE);
		assertThat(cluster.member(1).stateOf("member-3")).isEqualTo(MemberState.FAILED);
		cluster.member(3).restart();
		cluster.awaitAgreement(MINUTE);
		assertThat(cluster.member(1).changesOf("member-3")).containsExactly(MemberEventType.JOIN,
				MemberEventType.FAILED, MemberEventType.JOIN);
	}

	@Test
	void theSidesOfAPartitionLoseEachOtherUntilItHeals() {
		SimulatedCluster cluster = SimulatedCluster.of(5).start();
		cluster.partition(cluster.member(1), cluster.member(2));
		cluster.awaitAgreement(MINUTE);
		assertThat(cluster.member(1).alive()).containsExactly("member-1", "member-2");
		assertThat(cluster.member(4).alive()).containsExactly("member-3", "member-4", "member-5");
		cluster.heal();
		cluster.awaitAgreement(MINUTE.multipliedBy(5));
		assertThat(cluster.member(1).alive()).hasSize(5);
	}

	@Test
	void aLongPauseLooksLikeAFailureAndAShortOneDoesNot() {
		SimulatedCluster cluster = SimulatedCluster.of(3).start();
		cluster.member(3).pause(Duration.ofSeconds(1));
		cluster.advance(MINUTE);
		assertThat(cluster.member(1).changesOf("member-3")).containsExactly(MemberEventType.JOIN);
		cluster.member(3).pause(Duration.ofMinutes(2));
		cluster.awaitAgreement(MINUTE);
		assertThat(cluster.member(1).stateOf("member-3")).isEqualTo(MemberState.FAILED);
	}

	@Test
	void lossDoesNotSeparateMembers() {
		SimulatedCluster cluster = SimulatedCluster.of(5).start();
		cluster.loss(0.1);
		cluster.advance(Duration.ofMinutes(10));
		cluster.heal();
		cluster.awaitAgreement(MINUTE);
	}

	@Test
	void tagsAndEventsReachAllMembers() {
		SimulatedCluster cluster = SimulatedCluster.of(3).start();
		cluster.member(1).setTags(Map.of("role", "web"));
		cluster.member(2).sendEvent("deploy", "1.2");
		cluster.advance(Duration.ofSeconds(5));
		assertThat(cluster.members()).allSatisfy((member) -> {
			assertThat(member.view("member-1").orElseThrow().tags()).containsEntry("role", "web");
			assertThat(member.userEvents()).containsExactly("deploy=1.2");
		});
	}

	@Test
	void membersAnswerQueries() {
		SimulatedCluster cluster = SimulatedCluster.of(3).start();
		cluster.members()
			.forEach((member) -> member
				.onQuery((query) -> query.respond(("I am " + member.name()).getBytes(StandardCharsets.UTF_8))));
		assertThat(cluster.member(1).query("who", "")).hasSize(3).containsEntry("member-2", "I am member-2");
	}

	@Test
	void theSameSeedGivesTheSameRun() {
		assertThat(run(7)).isEqualTo(run(7)).isNotEqualTo(run(8));
	}

	private static String run(long seed) {
		SimulatedCluster cluster = SimulatedCluster.of(4).seed(seed).start();
		cluster.member(2).crash();
		cluster.awaitAgreement(MINUTE);
		return cluster.simulation().traceHash() + " " + cluster.now();
	}

	@Test
	void aMemberThatDoesNotRunHasNoVerbs() {
		SimulatedMember member = SimulatedCluster.of(1).start().member(1);
		member.crash();
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(member::stop)
			.withMessage("member-1 is not running");
	}

}
