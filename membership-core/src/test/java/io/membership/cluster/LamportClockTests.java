package io.membership.cluster;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The clock of one member, and what it makes of other members' times. */
class LamportClockTests {

	private final LamportClock clock = new LamportClock();

	@Test
	void itStartsAtOneAndCounts() {
		assertThat(this.clock.time()).isEqualTo(1);
		assertThat(this.clock.increment()).isEqualTo(2);
		assertThat(this.clock.time()).isEqualTo(2);
	}

	@ParameterizedTest
	@CsvSource({ "0, 5", "4, 5", "5, 6", "6, 7", "41, 42" })
	void itIsAheadOfEveryTimeItHasSeenAndNeverGoesBack(long seen, long after) {
		this.clock.witness(4);
		assertThat(this.clock.witness(seen)).isTrue();
		assertThat(this.clock.time()).isEqualTo(after);
	}

	@Test
	void aMemberThatKnowsNothingFollowsItsClusterHoweverOldThatIs() {
		this.clock.increment();
		this.clock.witness(this.clock.time());
		assertThat(this.clock.witness(1L << 40)).isTrue();
		assertThat(this.clock.time()).isEqualTo((1L << 40) + 1);
	}

	@Test
	void onceItKnowsItsClusterItFollowsNoImplausibleJump() {
		this.clock.witness(1000);
		assertThat(this.clock.witness(1001 + LamportClock.MAX_JUMP + 1)).isFalse();
		assertThat(this.clock.time()).isEqualTo(1001);
		assertThat(this.clock.refused()).isEqualTo(1);
		assertThat(this.clock.witness(1001 + LamportClock.MAX_JUMP)).isTrue();
		assertThat(this.clock.time()).isEqualTo(1002 + LamportClock.MAX_JUMP);
	}

	@ParameterizedTest
	@ValueSource(longs = { -1, -2, LamportClock.CEILING })
	void aTimeAtTheEndOfTheRangeIsNeverFollowed(long seen) {
		assertThat(this.clock.witness(seen)).isFalse();
		assertThat(this.clock.adopt(seen)).isFalse();
		assertThat(this.clock.time()).isEqualTo(1);
		assertThat(this.clock.refused()).isEqualTo(2);
	}

	@Test
	void itNeverWraps() {
		assertThat(this.clock.adopt(LamportClock.CEILING - 1)).isTrue();
		for (long i = 0; i < LamportClock.MAX_JUMP + 5; i++) {
			this.clock.increment();
		}
		assertThat(this.clock.time()).isEqualTo(-1L);
		assertThat(this.clock.witness(-1)).isFalse();
		assertThat(this.clock.time()).isEqualTo(-1L);
	}

	@Test
	void timesBeyondTheSignedRangeAreLaterNotEarlier() {
		this.clock.adopt(Long.MAX_VALUE);
		assertThat(this.clock.time()).isEqualTo(Long.MIN_VALUE);
		assertThat(this.clock.witness(Long.MAX_VALUE)).isTrue();
		assertThat(this.clock.witness(5)).isTrue();
		assertThat(this.clock.time()).isEqualTo(Long.MIN_VALUE);
		assertThat(this.clock.witness(Long.MIN_VALUE + 5)).isTrue();
		assertThat(this.clock.time()).isEqualTo(Long.MIN_VALUE + 6);
	}

	@Test
	void whatTheOperatorChoseIsAdoptedAtAnyDistanceButNeverBackwards() {
		this.clock.witness(1000);
		assertThat(this.clock.adopt(1L << 50)).isTrue();
		assertThat(this.clock.time()).isEqualTo((1L << 50) + 1);
		assertThat(this.clock.adopt(7)).isTrue();
		assertThat(this.clock.time()).isEqualTo((1L << 50) + 1);
		assertThat(this.clock.witness(1L << 51)).isFalse();
	}

	@Test
	void adoptingFromASnapshotEndsTheStart() {
		this.clock.adopt(95);
		assertThat(this.clock.time()).isEqualTo(96);
		assertThat(this.clock.witness(1L << 40)).isFalse();
	}

}
