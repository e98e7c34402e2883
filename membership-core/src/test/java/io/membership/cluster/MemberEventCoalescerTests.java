package io.membership.cluster;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.membership.cluster.MemberEventCoalescer.Group;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Many events of members become few, and none that matters is lost. */
class MemberEventCoalescerTests {

	private static final long SECOND = 1_000_000_000L;

	private final MemberEventCoalescer<String> coalescer = new MemberEventCoalescer<>(3 * SECOND, SECOND);

	@Test
	void eventsOfOneTypeAreDeliveredTogether() {
		add(MemberEventType.JOIN, "a");
		add(MemberEventType.JOIN, "c");
		add(MemberEventType.JOIN, "b");
		assertThat(this.coalescer.flush()).containsExactly(new Group<>(MemberEventType.JOIN, List.of("a", "c", "b")));
	}

	@Test
	void aWindowEndsWhenNothingHasComeForTheQuiescentTime() {
		assertThat(this.coalescer.isWaiting()).isFalse();
		this.coalescer.add(MemberEventType.JOIN, "a", "a", 10 * SECOND);
		assertThat(this.coalescer.isWaiting()).isTrue();
		assertThat(this.coalescer.remaining(10 * SECOND)).isEqualTo(SECOND);
		this.coalescer.add(MemberEventType.JOIN, "b", "b", 10 * SECOND + SECOND / 2);
		assertThat(this.coalescer.remaining(11 * SECOND)).isEqualTo(SECOND / 2);
		assertThat(this.coalescer.remaining(12 * SECOND)).isNegative();
	}

	@Test
	void aWindowEndsAfterThePeriodEvenIfEventsKeepComing() {
		for (int i = 0; i < 6; i++) {
			this.coalescer.add(MemberEventType.JOIN, "a" + i, "a" + i, i * SECOND / 2);
		}
		assertThat(this.coalescer.remaining(5 * SECOND / 2)).isEqualTo(SECOND / 2);
	}

	@Test
	void aFlushBeginsANewWindow() {
		this.coalescer.add(MemberEventType.JOIN, "a", "a", 0);
		this.coalescer.flush();
		assertThat(this.coalescer.isWaiting()).isFalse();
		assertThat(this.coalescer.flush()).isEmpty();
		this.coalescer.add(MemberEventType.JOIN, "b", "b", 100 * SECOND);
		assertThat(this.coalescer.remaining(100 * SECOND)).isEqualTo(SECOND);
	}

	/** What was delivered before, what comes within the window, and what is delivered. */
	@ParameterizedTest
	@CsvSource(nullValues = "-", value = { "-, JOIN, JOIN", "-, JOIN UPDATE, JOIN", "-, JOIN FAILED, JOIN FAILED",
			"-, JOIN LEAVE, JOIN LEAVE", "-, JOIN LEAVE REAP, JOIN LEAVE REAP", "-, JOIN FAILED JOIN, JOIN",
			"-, JOIN FAILED JOIN LEAVE, JOIN LEAVE", "-, FAILED, FAILED", "-, FAILED JOIN, JOIN", "-, REAP, REAP",
			"-, UPDATE, UPDATE", "-, UPDATE FAILED, FAILED", "JOIN, JOIN, -", "JOIN, UPDATE, UPDATE",
			"JOIN, UPDATE UPDATE, UPDATE", "JOIN, FAILED, FAILED", "JOIN, FAILED JOIN, -",
			"JOIN, FAILED JOIN UPDATE, UPDATE", "JOIN, UPDATE FAILED JOIN, UPDATE", "JOIN, UPDATE LEAVE, LEAVE",
			"JOIN, FAILED LEAVE, LEAVE", "JOIN, LEAVE REAP, LEAVE REAP", "JOIN, FAILED REAP, FAILED REAP",
			"JOIN, REAP, REAP", "JOIN, LEAVE REAP JOIN, -", "JOIN FAILED, JOIN, JOIN", "JOIN FAILED, JOIN FAILED, -",
			"JOIN FAILED, LEAVE, LEAVE", "JOIN FAILED, LEAVE REAP, LEAVE REAP", "JOIN FAILED, REAP, REAP",
			"JOIN FAILED, JOIN LEAVE, LEAVE", "JOIN LEAVE, JOIN, JOIN", "JOIN LEAVE, LEAVE, -",
			"JOIN LEAVE REAP, JOIN, JOIN", "JOIN LEAVE REAP, JOIN FAILED, JOIN FAILED" })
	void whatIsToldOfAMemberIsTheShortestLegalWayToTheTruth(String before, String within, String delivered) {
		types(before).forEach((type) -> {
			add(type, "a");
			this.coalescer.flush();
		});
		types(within).forEach((type) -> add(type, "a"));
		assertThat(this.coalescer.flush()).extracting(Group::type).isEqualTo(types(delivered).toList());
	}

	@Test
	void anUpdateIsNotRepeatedAtLaterFlushes() {
		add(MemberEventType.JOIN, "a");
		this.coalescer.flush();
		add(MemberEventType.UPDATE, "a");
		assertThat(this.coalescer.flush()).hasSize(1);
		add(MemberEventType.JOIN, "b");
		assertThat(this.coalescer.flush()).containsExactly(new Group<>(MemberEventType.JOIN, List.of("b")));
	}

	@Test
	void aMemberThatFlapsAndComesBackDifferentIsToldAsUpdated() {
		this.coalescer.add(MemberEventType.JOIN, "a", "a v1", 0);
		this.coalescer.flush();
		this.coalescer.add(MemberEventType.FAILED, "a", "a v1", 0);
		this.coalescer.add(MemberEventType.JOIN, "a", "a v2", 0);
		assertThat(this.coalescer.flush()).containsExactly(new Group<>(MemberEventType.UPDATE, List.of("a v2")));
	}

	@Test
	void eachEventShowsTheMemberAsItWasThen() {
		this.coalescer.add(MemberEventType.JOIN, "a", "a v1", 0);
		this.coalescer.add(MemberEventType.UPDATE, "a", "a v2", 0);
		this.coalescer.add(MemberEventType.FAILED, "a", "a failed", 0);
		this.coalescer.add(MemberEventType.REAP, "a", "a gone", 0);
		assertThat(this.coalescer.flush()).containsExactly(new Group<>(MemberEventType.JOIN, List.of("a v2")),
				new Group<>(MemberEventType.FAILED, List.of("a failed")),
				new Group<>(MemberEventType.REAP, List.of("a gone")));
	}

	@Test
	void theGroupsKeepEveryMembersOwnOrder() {
		add(MemberEventType.JOIN, "b");
		add(MemberEventType.LEAVE, "b");
		add(MemberEventType.JOIN, "a");
		add(MemberEventType.REAP, "b");
		assertThat(this.coalescer.flush()).containsExactly(new Group<>(MemberEventType.JOIN, List.of("a", "b")),
				new Group<>(MemberEventType.LEAVE, List.of("b")), new Group<>(MemberEventType.REAP, List.of("b")));
	}

	@Test
	void theTypesHaveSerfsNamesAndNumbers() {
		assertThat(MemberEventType.values()).extracting(MemberEventType::serfName)
			.containsExactly("member-join", "member-leave", "member-failed", "member-update", "member-reap");
	}

	private void add(MemberEventType type, String name) {
		this.coalescer.add(type, name, name, 0);
	}

	private static Stream<MemberEventType> types(String names) {
		return (names == null) ? Stream.empty() : Arrays.stream(names.split(" ")).map(MemberEventType::valueOf);
	}

}
