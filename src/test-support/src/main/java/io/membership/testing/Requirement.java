package io.membership.testing;

import java.util.Optional;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;

/**
 * Decides what happens to tests whose requirements the machine does not meet: they are
 * skipped, or fail if the build requires them.
 */
public final class Requirement {

	/** System property that turns a missing requirement into an error. */
	public static final String PROPERTY = "membership.interop.required";

	private Requirement() {
	}

	/**
	 * Evaluates the requirement of a test.
	 * @param missing what the machine lacks, or empty if the test can run
	 * @return whether the test is enabled
	 * @throws IllegalStateException if something is missing and required
	 */
	public static ConditionEvaluationResult evaluate(Optional<String> missing) {
		return evaluate(missing, Boolean.getBoolean(PROPERTY));
	}

	static ConditionEvaluationResult evaluate(Optional<String> missing, boolean required) {
		if (missing.isEmpty()) {
			return ConditionEvaluationResult.enabled("all that the test needs is there");
		}
		if (required) {
			throw new IllegalStateException(missing.get() + ", and " + PROPERTY + " is true");
		}
		return ConditionEvaluationResult.disabled(missing.get());
	}

}
