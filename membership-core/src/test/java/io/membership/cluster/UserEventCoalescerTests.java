package io.membership.cluster;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Of user events with the same name only the latest are delivered. */
class UserEventCoalescerTests {

	private static final long SECOND = 1_000_000_000L;

	private final UserEventCoalescer<String> coalescer = new UserEventCoalescer<>(3 * SECOND, SECOND);

	@Test
	void theLatestOfEachNameIsDeliveredInTheOrderOfTime() {
		add("deploy", 3, "deploy 3");
		add("restart", 2, "restart 2");
		add("deploy", 5, "deploy 5");
		add("deploy", 4, "deploy 4");
		add("cache", 9, "cache 9");
		assertThat(this.coalescer.flush()).containsExactly("restart 2", "deploy 5", "cache 9");
	}

	@Test
	void allEventsOfTheLatestTimeAreDelivered() {
		add("deploy", 3, "other");
		add("deploy", 5, "one");
		add("deploy", 5, "two");
		assertThat(this.coalescer.flush()).containsExactly("one", "two");
	}

	@Test
	void whatWasDeliveredIsNotDeliveredAgain() {
		add("deploy", 3, "deploy 3");
		this.coalescer.flush();
		assertThat(this.coalescer.flush()).isEmpty();
		add("restart", 4, "restart 4");
		assertThat(this.coalescer.flush()).containsExactly("restart 4");
	}

	@Test
	void timesAreUnsigned() {
		add("deploy", -2, "late");
		add("deploy", 5, "early");
		add("restart", 7, "first");
		assertThat(this.coalescer.flush()).containsExactly("first", "late");
	}

	@Test
	void aWindowEndsByQuiescenceOrByThePeriod() {
		assertThat(this.coalescer.isWaiting()).isFalse();
		this.coalescer.add("deploy", 1, "1", 0);
		assertThat(this.coalescer.isWaiting()).isTrue();
		assertThat(this.coalescer.remaining(0)).isEqualTo(SECOND);
		this.coalescer.add("deploy", 2, "2", SECOND * 5 / 2);
		assertThat(this.coalescer.remaining(SECOND * 5 / 2)).isEqualTo(SECOND / 2);
		this.coalescer.flush();
		assertThat(this.coalescer.isWaiting()).isFalse();
	}

	@Test
	void aFloodIsFlushedBeforeItFillsTheMemory() {
		for (int i = 0; i < UserEventCoalescer.MAX_HELD; i++) {
			assertThat(i == 0 || this.coalescer.remaining(0) > 0).isTrue();
			add("event" + i, 1, "event" + i);
		}
		assertThat(this.coalescer.remaining(0)).isZero();
		assertThat(this.coalescer.flush()).hasSize(UserEventCoalescer.MAX_HELD);
		add("deploy", 2, "next");
		assertThat(this.coalescer.remaining(0)).isEqualTo(SECOND);
	}

	@Test
	void whatALaterEventReplacesDoesNotCountAsHeld() {
		for (int i = 0; i < 2 * UserEventCoalescer.MAX_HELD; i++) {
			add("deploy", i, "deploy");
		}
		assertThat(this.coalescer.remaining(0)).isPositive();
	}

	private void add(String name, long time, String event) {
		this.coalescer.add(name, time, event, 0);
	}

}
