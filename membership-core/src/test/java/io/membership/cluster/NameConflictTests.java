package io.membership.cluster;

import java.util.List;
import java.util.Map;

import io.membership.wire.SerfCodec;
import io.membership.wire.SerfMessage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Two nodes of one name. */
class NameConflictTests extends ClusterScenario {

	@Test
	void whoTheMajorityKnowsKeepsTheNameAndTheOtherStepsBack() {
		form(4);
		ListeningNode intruder = start("n2", (config) -> config);
		finish(intruder.cluster().join(List.of(node(0).text(), node(1).text()), false));
		expect(() -> intruder.cluster().state() == ClusterState.NAME_LOST, 60);
		run(1);
		assertThat(conflicts(intruder)).singleElement().satisfies((conflict) -> {
			assertThat(conflict.lost()).isTrue();
			assertThat(conflict.name()).isEqualTo("n2");
			assertThat(conflict.other()).isEqualTo(node(2).address());
			// those vote that have heard of the claim
			assertThat(conflict.votes()).isBetween(2, 3);
			assertThat(conflict.forThisMember()).isZero();
		});
		run(60);
		assertThat(node(2).cluster().state()).isEqualTo(ClusterState.ALIVE);
		for (ListeningNode node : List.of(node(0), node(1), node(3))) {
			assertThat(node.member("n2").address()).isEqualTo(node(2).address());
			assertThat(node.state("n2")).isEqualTo(MemberState.ALIVE);
			assertThat(node.happened("n2")).containsExactly(MemberEventType.JOIN);
		}
		assertThat(intruder.cluster().memberlist().isRunning()).isFalse();
		assertThat(failure(intruder.cluster().publish("deploy", bytes(""), false)))
			.isInstanceOf(IllegalStateException.class);
		intruder.cluster().shutdown();
		assertThat(intruder.cluster().state()).isEqualTo(ClusterState.SHUTDOWN);
	}

	@Test
	void theOwnerOfANameHearsOfTheConflictAndStays() {
		form(4);
		ListeningNode intruder = start("n2",
				(config) -> config.withMembers((members) -> members.withNameConflictResolution(false)));
		finish(intruder.join(node(2)));
		expect(() -> !conflicts(node(2)).isEmpty(), 60);
		assertThat(conflicts(node(2))).first().satisfies((conflict) -> {
			assertThat(conflict.lost()).isFalse();
			assertThat(conflict.votes()).isEqualTo(3);
			assertThat(conflict.forThisMember()).isEqualTo(3);
			assertThat(conflict.other()).isEqualTo(intruder.address());
		});
		assertThat(node(2).cluster().state()).isEqualTo(ClusterState.ALIVE);
		assertThat(node(2).count(ClusterMetrics.Counter.NAME_CONFLICTS)).isPositive();
	}

	@Test
	void withoutResolutionNobodyIsAskedAndNobodyStepsBack() {
		form(3, (config) -> config.withMembers((members) -> members.withNameConflictResolution(false)));
		ListeningNode intruder = start("n2",
				(config) -> config.withMembers((members) -> members.withNameConflictResolution(false)));
		finish(intruder.join(node(0)));
		run(60);
		assertThat(intruder.cluster().state()).isEqualTo(ClusterState.ALIVE);
		assertThat(conflicts(intruder)).isEmpty();
		assertThat(node(0).count(ClusterMetrics.Counter.QUERIES)).isZero();
	}

	@Test
	void aVoteThatNobodyAnswersIsNotLost() {
		ListeningNode first = start("n", (config) -> config);
		ListeningNode second = start("n", (config) -> config);
		finish(second.join(first));
		run(60);
		assertThat(conflicts(second)).isNotEmpty().allSatisfy((conflict) -> {
			assertThat(conflict.votes()).isZero();
			assertThat(conflict.lost()).isFalse();
		});
		assertThat(first.cluster().state()).isEqualTo(ClusterState.ALIVE);
		assertThat(second.cluster().state()).isEqualTo(ClusterState.ALIVE);
	}

	@Test
	void votesOfWhoIsNoMemberDoNotCount() {
		form(2);
		ListeningNode intruder = start("n1", (config) -> config);
		finish(intruder.join(node(0)));
		expect(() -> !conflicts(intruder).isEmpty() || intruder.count(ClusterMetrics.Counter.QUERIES) > 0, 30);
		for (int i = 0; i < 10; i++) {
			inject(intruder,
					new SerfMessage.QueryResponse(
							intruder.cluster().metrics().value(ClusterMetrics.Gauge.QUERY_TIME) - 1, i, "made-up-" + i,
							0, bytes("x")));
		}
		run(20);
		assertThat(conflicts(intruder)).allSatisfy((conflict) -> assertThat(conflict.votes()).isEqualTo(1));
	}

	@Test
	void theQueryAboutAConflictIsAnsweredWithWhatIsKnownButNotByTheNamedOne() throws Exception {
		form(3, (config) -> config.withTags(Map.of("role", "web")));
		QueryResult result = finish(
				node(0).cluster().query(QueryRequest.of("_serf_conflict", bytes("n1")), new Answers()).result());
		assertThat(result.answers()).extracting(QueryAnswer::from).containsExactlyInAnyOrder("n0", "n2");
		for (QueryAnswer answer : result.answers()) {
			SerfMessage.MemberRecord known = ((SerfMessage.ConflictResponse) SerfCodec.decode(answer.payload()))
				.member();
			assertThat(known).isNotNull();
			assertThat(known.name()).isEqualTo("n1");
			assertThat(known.status()).isEqualTo(1);
			assertThat(known.tags()).containsEntry("role", "web");
			assertThat(known.port()).isEqualTo(node(1).address().getPort());
			assertThat(known.delegateCur()).isEqualTo(5);
		}
		QueryResult unknown = finish(
				node(0).cluster().query(QueryRequest.of("_serf_conflict", bytes("nobody")), new Answers()).result());
		assertThat(unknown.answers()).hasSize(3)
			.allSatisfy((answer) -> assertThat(SerfCodec.decode(answer.payload()))
				.isEqualTo(new SerfMessage.ConflictResponse(null)));
	}

	private static List<ClusterEvent.NameConflict> conflicts(ListeningNode node) {
		return node.events()
			.stream()
			.filter(ClusterEvent.NameConflict.class::isInstance)
			.map(ClusterEvent.NameConflict.class::cast)
			.toList();
	}

}
