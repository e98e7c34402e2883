package io.membership.cluster;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.membership.cluster.LamportBuffer.Slot;
import io.membership.cluster.LamportBuffer.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Which events and queries are new, by Lamport time. */
class LamportBufferTests {

	/** As user events have it: the name and the bytes of the payload. */
	private record Key(String name, ByteBuffer payload) {

		private static Key of(String name, String payload) {
			return new Key(name, ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8)));
		}

	}

	private final LamportClock clock = new LamportClock();

	private final LamportBuffer<String, String> buffer = new LamportBuffer<>(this.clock, 8, String::length);

	/** With 8 slots, after the time 100 was seen, so that the clock is 101. */
	@ParameterizedTest
	@CsvSource({ "100, other, NEW", "101, first, NEW", "1000, first, NEW", "100, first, DUPLICATE", "93, first, NEW",
			"92, first, OLD", "0, first, OLD", "-1, first, TOO_FAR_AHEAD", "1048678, first, TOO_FAR_AHEAD",
			"1048677, first, NEW" })
	void anEntryIsJudgedByItsTimeAndItsKey(long time, String key, Verdict verdict) {
		assertThat(offer(100, "first")).isEqualTo(Verdict.NEW);
		assertThat(offer(time, key)).isEqualTo(verdict);
	}

	@Test
	void theClockIsAheadOfWhatWasOffered() {
		offer(41, "a");
		assertThat(this.clock.time()).isEqualTo(42);
		offer(7, "a");
		assertThat(this.clock.time()).isEqualTo(42);
	}

	@ParameterizedTest
	@CsvSource({ "0", "1", "7" })
	void whileTheClockIsWithinTheRingNothingIsOld(long time) {
		offer(7, "late");
		assertThat(this.clock.time()).isEqualTo(8);
		assertThat(offer(time, "early")).isEqualTo(Verdict.NEW);
	}

	@Test
	void aLaterTimeTakesTheSlotOfAnEarlierOne() {
		offer(3, "a");
		offer(11, "a");
		assertThat(offer(3, "a")).isEqualTo(Verdict.OLD);
		assertThat(offer(11, "a")).isEqualTo(Verdict.DUPLICATE);
		assertThat(this.buffer.slots()).containsExactly(new Slot<>(11, List.of("a@11")));
	}

	@Test
	void eventsAreTheSameOnlyIfNameAndPayloadAre() {
		LamportBuffer<Key, String> events = new LamportBuffer<>(this.clock, 8, String::length);
		assertThat(events.offer(5, Key.of("deploy", "1"), "")).isEqualTo(Verdict.NEW);
		assertThat(events.offer(5, Key.of("deploy", "2"), "")).isEqualTo(Verdict.NEW);
		assertThat(events.offer(5, Key.of("restart", "1"), "")).isEqualTo(Verdict.NEW);
		assertThat(events.offer(5, Key.of("deploy", "1"), "")).isEqualTo(Verdict.DUPLICATE);
		assertThat(events.offer(6, Key.of("deploy", "1"), "")).isEqualTo(Verdict.NEW);
	}

	@Test
	void queriesAreTheSameIfTheirIdIs() {
		LamportBuffer<Integer, String> queries = new LamportBuffer<>(this.clock, LamportBuffer.DEFAULT_SIZE,
				String::length);
		assertThat(queries.offer(5, 0x7fffffff, "")).isEqualTo(Verdict.NEW);
		assertThat(queries.offer(5, 17, "")).isEqualTo(Verdict.NEW);
		assertThat(queries.offer(5, 17, "")).isEqualTo(Verdict.DUPLICATE);
	}

	@Test
	void whatIsBeforeTheLimitIsOldEvenIfItIsInTheRing() {
		this.buffer.ignoreBefore(40);
		this.buffer.ignoreBefore(20);
		assertThat(this.buffer.minTime()).isEqualTo(40);
		assertThat(offer(39, "a")).isEqualTo(Verdict.OLD);
		assertThat(offer(40, "a")).isEqualTo(Verdict.NEW);
	}

	@Test
	void anOldEntryIsNotRemembered() {
		this.buffer.ignoreBefore(40);
		offer(39, "a");
		assertThat(this.buffer.slots()).isEmpty();
	}

	@Test
	void timesAreUnsigned() {
		this.clock.adopt(Long.MAX_VALUE - 1);
		assertThat(offer(Long.MAX_VALUE, "a")).isEqualTo(Verdict.NEW);
		assertThat(offer(Long.MIN_VALUE, "a")).isEqualTo(Verdict.NEW);
		assertThat(offer(Long.MIN_VALUE, "a")).isEqualTo(Verdict.DUPLICATE);
		assertThat(offer(5, "a")).isEqualTo(Verdict.OLD);
		assertThat(this.buffer.slots()).extracting(Slot::time).containsExactly(Long.MAX_VALUE, Long.MIN_VALUE);
	}

	@Test
	void aFullStateHoldsTheFilledSlotsInTheOrderOfTime() {
		offer(9, "late");
		offer(6, "b");
		offer(6, "a");
		assertThat(this.buffer.slots()).containsExactly(new Slot<>(6, List.of("b@6", "a@6")),
				new Slot<>(9, List.of("late@9")));
	}

	@Test
	void aFloodOfOneTimeIsCutOff() {
		for (int i = 0; i < LamportBuffer.MAX_PER_SLOT; i++) {
			assertThat(offer(5, "flood" + i)).isEqualTo(Verdict.NEW);
		}
		assertThat(offer(5, "one more")).isEqualTo(Verdict.CROWDED);
		assertThat(offer(5, "flood7")).isEqualTo(Verdict.DUPLICATE);
		assertThat(offer(6, "the next")).isEqualTo(Verdict.NEW);
	}

	@Test
	void whenTheBytesAreUsedUpTheEarliestTimesAreForgottenForALaterOne() {
		offer(5, "early");
		int eighth = (int) LamportBuffer.MAX_BYTES / 8;
		for (int i = 0; i < 7; i++) {
			assertThat(offerBytes(6, "flood" + i, eighth)).isEqualTo(Verdict.NEW);
		}
		assertThat(offerBytes(6, "one more", eighth)).isEqualTo(Verdict.CROWDED);
		assertThat(offer(5, "early")).isEqualTo(Verdict.OLD);
		assertThat(offerBytes(7, "the next", eighth)).isEqualTo(Verdict.NEW);
		assertThat(offer(6, "flood0")).isEqualTo(Verdict.OLD);
		assertThat(this.buffer.slots()).extracting(Slot::time).containsExactly(7L);
	}

	@Test
	void whatIsBeforeAFloodIsNotTakenButWhatIsAfterItIs() {
		int half = (int) LamportBuffer.MAX_BYTES / 2 - 300;
		offerBytes(20, "flood", half);
		offerBytes(20, "again", half);
		offerBytes(20, "fills", 80);
		assertThat(offer(19, "before")).isEqualTo(Verdict.CROWDED);
		assertThat(offer(21, "after")).isEqualTo(Verdict.NEW);
	}

	@Test
	void aSlotThatIsTakenByALaterTimeGivesItsBytesBack() {
		int third = (int) LamportBuffer.MAX_BYTES / 3;
		for (int time = 0; time < 80; time += 8) {
			assertThat(offerBytes(time, "a", third)).isEqualTo(Verdict.NEW);
			assertThat(offerBytes(time, "b", third)).isEqualTo(Verdict.NEW);
			assertThat(this.buffer.minTime()).isZero();
		}
	}

	private Verdict offerBytes(long time, String key, int bytes) {
		return this.buffer.offer(time, key, "x".repeat(bytes));
	}

	private Verdict offer(long time, String key) {
		return this.buffer.offer(time, key, key + "@" + time);
	}

}
