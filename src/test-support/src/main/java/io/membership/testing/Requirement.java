package io.membership.testing;

import java.util.Optional;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;

/**
 * Decides on tests that need what a machine may lack: they are skipped, or fail where the
 * build has to show what they show.
 */
public final class Requirement {

	/** System property that makes what is missing an error. */
	public static final String PROPERTY = "membership.interop.required";

	private Requirement() {
	}

	/**
	 * Decides on a test.
	 * @param missing what the machine lacks, or empty if the test can run
	 * @return whether the test runs
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
