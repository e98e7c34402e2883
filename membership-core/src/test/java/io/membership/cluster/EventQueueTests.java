package io.membership.cluster;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

import io.membership.gossip.ProtocolVersions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a slow listener hears of. */
class EventQueueTests {

	private final ClusterMetrics metrics = new ClusterMetrics((state) -> 0);

	private final Deque<Runnable> work = new ArrayDeque<>();

	private final List<String> heard = new ArrayList<>();

	private final EventQueue queue = new EventQueue(this::hear, this.work::add, 3, this.metrics, () -> 0L);

	@Test
	void eventsAreHeardInTheirOrder() {
		change(MemberEventType.JOIN, "a");
		user("x");
		change(MemberEventType.FAILED, "a");
		catchUp();
		assertThat(this.heard).containsExactly("JOIN a", "x", "FAILED a");
	}

	@Test
	void userEventsThatFindNoRoomAreDroppedAndCounted() {
		for (int i = 0; i < 10; i++) {
			user("e" + i);
		}
		catchUp();
		assertThat(this.heard).containsExactly("e0", "e1", "e2");
		assertThat(this.metrics.count(ClusterMetrics.Counter.EVENTS_DROPPED)).isEqualTo(7);
	}

	@Test
	void theLastStateOfAMemberIsNeverLost() {
		user("e0");
		user("e1");
		change(MemberEventType.JOIN, "a");
		for (int i = 0; i < 100; i++) {
			change(MemberEventType.FAILED, "a");
			change(MemberEventType.JOIN, "a");
			change(MemberEventType.JOIN, "b");
			change(MemberEventType.UPDATE, "b");
			change(MemberEventType.FAILED, "c");
		}
		assertThat(this.queue.size()).isLessThan(10);
		catchUp();
		assertThat(this.heard).containsExactlyInAnyOrder("e0", "e1", "JOIN a", "UPDATE a", "JOIN b", "FAILED c");
		assertThat(this.heard).startsWith("e0", "e1", "JOIN a");
	}

	@Test
	void whatHappensAfterTheListenerHasCaughtUpIsNotMerged() {
		for (int i = 0; i < 5; i++) {
			change(MemberEventType.UPDATE, "a");
		}
		catchUp();
		this.heard.clear();
		change(MemberEventType.FAILED, "a");
		change(MemberEventType.JOIN, "a");
		catchUp();
		assertThat(this.heard).containsExactly("FAILED a", "JOIN a");
	}

	@Test
	void membersThatAreForgottenDoNotFillTheMemory() {
		for (int i = 0; i < 10_000; i++) {
			change(MemberEventType.JOIN, "m" + i);
			change(MemberEventType.FAILED, "m" + i);
			change(MemberEventType.REAP, "m" + i);
		}
		assertThat(this.queue.size()).isLessThan(10);
	}

	@Test
	void aListenerThatThrowsHearsTheNextEvent() {
		user("throw");
		user("x");
		catchUp();
		assertThat(this.heard).containsExactly("x");
	}

	@Test
	void whoEndsItsSubscriptionHearsNothingMore() {
		user("x");
		this.queue.close();
		user("y");
		catchUp();
		assertThat(this.heard).isEmpty();
	}

	@Test
	void aListenerGivesWayToOthersAfterAWhile() {
		EventQueue large = new EventQueue(this::hear, this.work::add, 1000, this.metrics, () -> 0L);
		for (int i = 0; i < 100; i++) {
			large.put(new ClusterEvent.User(1, "e" + i, new byte[0], false));
		}
		this.work.remove().run();
		assertThat(this.heard.size()).isLessThan(100);
		assertThat(this.work).hasSize(1);
		catchUp();
		assertThat(this.heard).hasSize(100);
	}

	private void hear(ClusterEvent event) {
		if (event instanceof ClusterEvent.Membership change) {
			this.heard.add(change.type() + " " + change.members().get(0).name());
		}
		else if (event instanceof ClusterEvent.User user) {
			if (user.name().equals("throw")) {
				throw new IllegalStateException("provoked");
			}
			this.heard.add(user.name());
		}
	}

	private void user(String name) {
		this.queue.put(new ClusterEvent.User(1, name, new byte[0], false));
	}

	private void change(MemberEventType type, String name) {
		this.queue.put(new ClusterEvent.Membership(type,
				List.of(new ClusterMember(name, new InetSocketAddress("127.0.0.1", 1), Map.of(), MemberState.ALIVE,
						false, Instant.EPOCH, 1, new ProtocolVersions(1, 5, 2, 2, 5, 5), null))));
	}

	private void catchUp() {
		while (!this.work.isEmpty()) {
			this.work.remove().run();
		}
	}

}
