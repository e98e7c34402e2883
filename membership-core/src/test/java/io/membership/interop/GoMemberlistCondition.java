package io.membership.interop;

import java.util.Optional;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The condition behind {@link RequiresGoMemberlist}. */
final class GoMemberlistCondition implements ExecutionCondition {

	static final String REQUIRED = "membership.interop.required";

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		return evaluate(GoPeerBinary.missing(), Boolean.getBoolean(REQUIRED));
	}

	static ConditionEvaluationResult evaluate(Optional<String> missing, boolean required) {
		if (missing.isEmpty()) {
			return ConditionEvaluationResult.enabled("Go and memberlist are installed");
		}
		if (required) {
			throw new IllegalStateException(missing.get() + ", and " + REQUIRED + " is true");
		}
		return ConditionEvaluationResult.disabled(missing.get());
	}

}
