package io.membership.interop;

import java.util.Optional;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class GoMemberlistConditionTests {

	@Test
	void withEverythingInstalledTheTestRuns() {
		assertThat(GoMemberlistCondition.evaluate(Optional.empty(), false).isDisabled()).isFalse();
		assertThat(GoMemberlistCondition.evaluate(Optional.empty(), true).isDisabled()).isFalse();
	}

	@Test
	void withoutThePeerTheTestIsSkippedAndSaysWhy() {
		assertThat(GoMemberlistCondition.evaluate(Optional.of("no go"), false))
			.satisfies((result) -> assertThat(result.isDisabled()).isTrue())
			.satisfies((result) -> assertThat(result.getReason()).contains("no go"));
	}

	@Test
	void withoutThePeerTheTestFailsWhereItIsRequired() {
		assertThatIllegalStateException().isThrownBy(() -> GoMemberlistCondition.evaluate(Optional.of("no go"), true))
			.withMessageContaining("no go")
			.withMessageContaining(GoMemberlistCondition.REQUIRED);
	}

}
