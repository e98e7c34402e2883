package io.membership.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a reader sees of the members while many come and go at the same moment. */
class ManyAtOnceTests extends ClusterScenario {

	private static final int MEMBERS = 20;

	@Test
	void theNumberOfMembersIsStableWhileManyJoinAndLeaveAtOnce() {
		startAndJoin(0, MEMBERS);
		watch(100);
		this.nodes.forEach((node) -> assertThat(counts(node)).isEqualTo(List.of(MEMBERS, 0, 0)));
		// a third leaves, a third joins, and some die, in the same turn
		List<ListeningNode> leaving = List.copyOf(this.nodes.subList(1, 7));
		List<ListeningNode> dying = List.copyOf(this.nodes.subList(7, 10));
		leaving.forEach((node) -> node.cluster().leave());
		dying.forEach((node) -> this.simulation.node(node.address()).crash());
		this.nodes.removeAll(leaving);
		this.nodes.removeAll(dying);
		startAndJoin(MEMBERS, 6);
		watch(600);
		expectSettled();
		watch(300);
		expectSettled();
	}

	private void expectSettled() {
		assertThat(this.nodes).hasSize(17).allSatisfy((node) -> assertThat(counts(node).get(0)).isEqualTo(17));
		// who has come since may never have heard of those who went
		assertThat(this.nodes.subList(0, 11))
			.allSatisfy((node) -> assertThat(counts(node)).isEqualTo(List.of(17, 6, 3)));
	}

	private void startAndJoin(int first, int count) {
		for (int i = first; i < first + count; i++) {
			ListeningNode node = start("n" + i, (config) -> config);
			if (i > 0) {
				node.join(node(0));
			}
		}
	}

	/** Checks at every tenth of a second that the list of each member is consistent. */
	private void watch(int steps) {
		for (int step = 0; step < steps; step++) {
			this.simulation.runFor(Duration.ofMillis(100));
			for (ListeningNode node : this.nodes) {
				List<String> names = new ArrayList<>();
				node.cluster().members().forEach((member) -> names.add(member.name()));
				assertThat(names).doesNotHaveDuplicates().isSorted().hasSizeLessThanOrEqualTo(MEMBERS + 6);
				String own = node.cluster().config().memberlist().name();
				assertThat(names).contains(own);
				assertThat(node.state(own)).isEqualTo(MemberState.ALIVE);
				assertThat(counts(node).stream().mapToInt(Integer::intValue).sum()).isLessThanOrEqualTo(names.size());
			}
		}
	}

	private List<Integer> counts(ListeningNode node) {
		List<ClusterMember> members = node.cluster().members();
		return List.of(count(members, MemberState.ALIVE), count(members, MemberState.LEFT),
				count(members, MemberState.FAILED));
	}

	private static int count(List<ClusterMember> members, MemberState state) {
		return (int) members.stream().filter((member) -> member.state() == state).count();
	}

}
