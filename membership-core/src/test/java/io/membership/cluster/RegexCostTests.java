package io.membership.cluster;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Which expressions are compiled at all. */
class RegexCostTests {

	@ParameterizedTest
	@ValueSource(strings = { "", "web", "^(db|web)-[0-9]{1,3}$", "[]a{9}]{3}", "[[:alpha:]{]{2,}",
			"\\d{4}-\\d{2}-\\d{2}", "\\p{Greek}{2}\\x{10FFFF}", "((((a))))*", "a{", "a{x}", "(?i)role=.*", "(",
			"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "[" })
	void ordinaryExpressionsAreCheap(String expression) {
		assertThat(RegexCost.isCheap(expression)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "(a{1000}){1000}", "((a{100}){100}){100}", "((a{10}){10}){10}(b{10}){90}", "[a-z]{1000}",
			"(?:(?:x{30}){30}){30}", "(a?){500}(a?){500}", "([)]{99}){99}", "(\\){99}){99}" })
	void repetitionsWithinEachOtherAreNot(String expression) {
		assertThat(RegexCost.isCheap(expression)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(ints = { 300, 100_000 })
	void deepNestingIsNot(int depth) {
		assertThat(RegexCost.isCheap("(".repeat(depth) + ")".repeat(depth))).isFalse();
	}

}
