package io.membership.gossip;

import io.membership.runtime.MailboxFigures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The local health score of Lifeguard. */
class AwarenessTests {

	private final MemberlistMetrics metrics = new MemberlistMetrics(0, new MailboxFigures());

	private final Awareness awareness = new Awareness(8, this.metrics);

	// A1
	@ParameterizedTest
	@CsvSource({ "0, 0, 0, 1", "0, -1, 0, 1", "0, -10, 0, 1", "0, 1, 1, 2", "1, -1, 0, 1", "0, 10, 7, 8", "7, 1, 7, 8",
			"7, -1, 6, 7", "6, -1, 5, 6", "7, -100, 0, 1" })
	void theScoreStaysInItsRangeAndStretchesTimeByItsValuePlusOne(int before, int delta, int after, int factor) {
		this.awareness.apply(before);
		this.awareness.apply(delta);
		assertThat(this.awareness.score()).isEqualTo(after);
		assertThat(this.awareness.scale(1000)).isEqualTo(1000L * factor);
		assertThat(this.metrics.healthScore()).isEqualTo(after);
	}

	// A1
	@Test
	void aScoreThatMayNotRiseStaysAtZero() {
		Awareness flat = new Awareness(1, this.metrics);
		flat.apply(5);
		assertThat(flat.score()).isZero();
		assertThat(flat.scale(1000)).isEqualTo(1000);
	}

}
