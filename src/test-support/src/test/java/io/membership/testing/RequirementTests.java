package io.membership.testing;

import java.util.Optional;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class RequirementTests {

	@Test
	void withEverythingInstalledTheTestRuns() {
		assertThat(Requirement.evaluate(Optional.empty(), false).isDisabled()).isFalse();
		assertThat(Requirement.evaluate(Optional.empty(), true).isDisabled()).isFalse();
	}

	@Test
	void whereSomethingIsMissingTheTestIsSkippedAndSaysWhy() {
		assertThat(Requirement.evaluate(Optional.of("no go"), false))
			.satisfies((result) -> assertThat(result.isDisabled()).isTrue())
			.satisfies((result) -> assertThat(result.getReason()).contains("no go"));
	}

	@Test
	void whereSomethingIsMissingTheTestFailsIfItIsRequired() {
		assertThatIllegalStateException().isThrownBy(() -> Requirement.evaluate(Optional.of("no go"), true))
			.withMessageContaining("no go")
			.withMessageContaining(Requirement.PROPERTY);
	}

}
