package io.membership.gossip;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

import io.membership.runtime.MailboxFigures;
import io.membership.runtime.NodeRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The table of all nodes: random choices, the probe order, and who is dropped. */
class MemberTableTests {

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	private final MemberView view = new MemberView();

	private final StillRuntime runtime = new StillRuntime();

	private final MemberTable table = new MemberTable(NodeContext.create(
			MemberlistConfig.lan("self")
				.withGossip((gossip) -> gossip.withToTheDeadTime(Duration.ofSeconds(30)))
				.withMembers((members) -> members.withDeadMemberRetention(Duration.ofSeconds(30))),
			this.runtime, new MailboxFigures()), this.view);

	// U3
	@ParameterizedTest
	@ValueSource(ints = { 2, 3, 4, 5, 8, 9, 10, 11, 50, 300 })
	void aRandomChoiceHasNoDuplicatesAndOnlyWhatIsWanted(int size) {
		fill(size);
		for (int round = 0; round < 200; round++) {
			List<NodeRecord> chosen = this.table.random(3, (node) -> !node.name.equals("self"));
			assertThat(chosen).doesNotHaveDuplicates().hasSize(Math.min(3, size - 1));
			assertThat(chosen).extracting((node) -> node.name).doesNotContain("self");
		}
	}

	// U3
	@ParameterizedTest
	@ValueSource(ints = { 3, 4, 5, 9 })
	void aSmallClusterNeverMissesTheOnlyCandidate(int size) {
		fill(size);
		for (int round = 0; round < 2000; round++) {
			assertThat(this.table.random(3, (node) -> node.name.equals("n1"))).hasSize(1);
		}
	}

	// U3
	@ParameterizedTest
	@ValueSource(ints = { 6, 100 })
	void aRandomChoiceIsFair(int size) {
		fill(size);
		Map<String, Integer> counts = new HashMap<>();
		int rounds = 2000 * size;
		for (int round = 0; round < rounds; round++) {
			this.table.random(3, (node) -> true).forEach((node) -> counts.merge(node.name, 1, Integer::sum));
		}
		int mean = rounds * 3 / size;
		assertThat(counts).hasSize(size);
		assertThat(counts.values()).allSatisfy((count) -> assertThat(count).isBetween(mean * 9 / 10, mean * 11 / 10));
	}

	// U3
	@Test
	void nobodyIsChosenFromAnEmptyTable() {
		assertThat(this.table.random(3, (node) -> true)).isEmpty();
		fill(1);
		assertThat(this.table.random(0, (node) -> true)).isEmpty();
	}

	// U4
	@Test
	void shufflingPermutesAndKeepsEverybody() {
		fill(50);
		List<String> before = names();
		this.table.shuffle();
		List<String> after = names();
		assertThat(after).isNotEqualTo(before).containsExactlyInAnyOrderElementsOf(before);
		for (int i = 0; i < this.table.size(); i++) {
			assertThat(this.table.at(i).index).isEqualTo(i);
		}
	}

	// U4
	@Test
	void aNewNodeGetsARandomPlaceInTheOrder() {
		fill(200);
		List<String> order = names();
		List<String> sorted = new ArrayList<>(order);
		sorted.sort(Collections.reverseOrder());
		assertThat(order).isNotEqualTo(sorted);
	}

	// S15 U5
	@Test
	void onlyWhoHasBeenGoneForLongIsDropped() {
		fill(6);
		goes("n1", MemberStatus.FAILED, 0);
		goes("n2", MemberStatus.LEFT, 0);
		goes("n3", MemberStatus.FAILED, 25 * SECOND);
		goes("n4", MemberStatus.LEFT, 25 * SECOND);
		this.runtime.now = 40 * SECOND;
		this.table.purge();
		assertThat(names()).containsExactlyInAnyOrder("self", "n3", "n4", "n5");
		assertThat(this.view.all()).extracting(Member::name).containsExactlyInAnyOrder("self", "n3", "n4", "n5");
		assertThat(this.table.presentCount()).isEqualTo(2);
	}

	// S15
	@Test
	void whoReturnedInTimeIsNotDropped() {
		fill(3);
		goes("n1", MemberStatus.FAILED, 0);
		NodeRecord node = node("n1");
		node.changeStatus(MemberStatus.ALIVE, SECOND, Instant.EPOCH);
		this.table.publish(node, MemberStatus.FAILED);
		this.runtime.now = 1000 * SECOND;
		this.table.purge();
		assertThat(names()).containsExactlyInAnyOrder("self", "n1", "n2");
		assertThat(this.table.presentCount()).isEqualTo(3);
	}

	// U5
	@Test
	void theLocalMemberIsNeverDroppedEvenAfterItHasLeft() {
		fill(2);
		goes("self", MemberStatus.LEFT, 0);
		this.runtime.now = 1000 * SECOND;
		this.table.purge();
		assertThat(names()).contains("self");
	}

	// U5
	@Test
	void theGoneAreBoundedByNumberButTheFreshOnesStay() {
		fill(3);
		for (int i = 0; i < 1000; i++) {
			NodeRecord node = add("old" + i, MemberStatus.ALIVE);
			goes(node.name, (i % 2 == 0) ? MemberStatus.LEFT : MemberStatus.FAILED, i * SECOND);
			trimAt(i * SECOND);
		}
		assertThat(this.table.size()).isEqualTo(3 + 256);
		assertThat(this.table.get("old999")).isNotNull();
		assertThat(this.table.get("old0")).isNull();
		for (int i = 0; i < 1000; i++) {
			add("new" + i, MemberStatus.ALIVE);
			goes("new" + i, MemberStatus.FAILED, 1000 * SECOND);
			trimAt(1000 * SECOND);
		}
		// those who are gone for a moment only must still be gossiped to
		assertThat(this.table.size()).isGreaterThanOrEqualTo(3 + 1000);
	}

	// U5
	@Test
	void flappingDoesNotMakeTheTableForgetTheCount() {
		fill(3);
		for (int i = 0; i < 2000; i++) {
			goes("n1", MemberStatus.FAILED, i * SECOND);
			NodeRecord node = node("n1");
			node.changeStatus(MemberStatus.ALIVE, i * SECOND, Instant.EPOCH);
			this.table.publish(node, MemberStatus.FAILED);
			trimAt(i * SECOND);
		}
		assertThat(names()).containsExactlyInAnyOrder("self", "n1", "n2");
		assertThat(this.table.presentCount()).isEqualTo(3);
	}

	private void trimAt(long when) {
		this.runtime.now = when;
		this.table.trimGone();
	}

	private void fill(int size) {
		for (int i = 0; i < size; i++) {
			add((i == 0) ? "self" : "n" + i, MemberStatus.ALIVE);
		}
	}

	private NodeRecord add(String name, MemberStatus status) {
		NodeRecord node = new NodeRecord(name, new InetSocketAddress("10.0.0.1", 7946), 0, Instant.EPOCH);
		this.table.add(node);
		node.changeStatus(status, 0, Instant.EPOCH);
		this.table.publish(node, MemberStatus.FAILED);
		return node;
	}

	private void goes(String name, MemberStatus status, long when) {
		NodeRecord node = node(name);
		MemberStatus before = node.status;
		node.changeStatus(status, when, Instant.EPOCH);
		this.table.publish(node, before);
	}

	private NodeRecord node(String name) {
		NodeRecord node = this.table.get(name);
		assertThat(node).isNotNull();
		return node;
	}

	private List<String> names() {
		return new ArrayList<>(this.table.all().stream().map((node) -> node.name).toList());
	}

	/** A runtime in which nothing happens: only its clock and random numbers are used. */
	private static final class StillRuntime implements NodeRuntime {

		private final SplittableRandom random = new SplittableRandom(42);

		private long now;

		@Override
		public long nanoTime() {
			return this.now;
		}

		@Override
		public Instant wallClock() {
			return Instant.EPOCH;
		}

		@Override
		public RandomGenerator random() {
			return this.random;
		}

		@Override
		public boolean inEventLoop() {
			return true;
		}

		@Override
		public void execute(Runnable task) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void schedule(long delayNanos, Runnable task) {
			throw new UnsupportedOperationException();
		}

		@Override
		public Executor blocking() {
			throw new UnsupportedOperationException();
		}

	}

}
