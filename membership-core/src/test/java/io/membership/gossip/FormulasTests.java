package io.membership.gossip;

import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The formulas by which the protocol follows the size of the cluster. */
class FormulasTests {

	// U1
	@ParameterizedTest
	@CsvSource({ "3, 0, 3000", "3, 1, 3000", "3, 5, 3000", "3, 10, 3000", "3, 50, 5094", "3, 100, 6000", "3, 500, 8094",
			"3, 1000, 9000", "4, 100, 8000", "5, 5, 5000" })
	void aSuspectHasAShortestTimeThatGrowsWithTheLogarithmOfTheCluster(int multiplier, int nodes, long millis) {
		assertThat(Formulas.suspicionTimeout(multiplier, nodes, Duration.ofSeconds(1).toNanos()))
			.isEqualTo(Duration.ofMillis(millis).toNanos());
	}

	// U2
	@ParameterizedTest
	@CsvSource({ "0, 1", "1, 1", "16, 1", "31, 1", "32, 1", "33, 2", "34, 2", "64, 2", "65, 3", "128, 3", "129, 4",
			"4096, 8" })
	void pushPullIsRarerInALargerCluster(int nodes, int factor) {
		long second = Duration.ofSeconds(1).toNanos();
		assertThat(Formulas.pushPullInterval(second, nodes)).isEqualTo(factor * second);
	}

	// Q4
	@ParameterizedTest
	@CsvSource({ "3, 0, 0", "3, 1, 3", "3, 9, 3", "3, 10, 6", "3, 99, 6", "3, 100, 9", "4, 3, 4", "2, 12, 4",
			"4, 1000, 16" })
	void aBroadcastIsTransmittedMoreOftenInALargerCluster(int multiplier, int nodes, int times) {
		assertThat(Formulas.retransmitLimit(multiplier, nodes)).isEqualTo(times);
	}

	// P1
	@ParameterizedTest
	@CsvSource({ "0, 0, 30000", "1, 2, 14000", "2, 3, 4810", "3, 4, -2000", "4, 5, -3000", "5, 10, -8000" })
	void whatRemainsOfASuspicionShrinksWithTheLogarithmOfItsConfirmations(int confirmations, int elapsed, long millis) {
		long remaining = Formulas.remainingSuspicion(confirmations, 3, Duration.ofSeconds(elapsed).toNanos(),
				Duration.ofSeconds(2).toNanos(), Duration.ofSeconds(30).toNanos());
		assertThat(remaining).isEqualTo(Duration.ofMillis(millis).toNanos());
	}

	// S3
	@ParameterizedTest
	@CsvSource({ "4, 2, 0", "4, 3, 0", "4, 4, 2", "4, 5, 2", "4, 1000, 2", "3, 2, 0", "3, 3, 1", "2, 10, 0",
			"1, 10, 0" })
	void confirmationsAreWantedOnlyWhereThereAreEnoughToGiveThem(int multiplier, int nodes, int wanted) {
		assertThat(Formulas.wantedConfirmations(multiplier, nodes)).isEqualTo(wanted);
	}

}
