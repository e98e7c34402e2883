package io.membership.testing;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The condition behind {@link RequiresVirtualNetwork}. */
final class RequiresVirtualNetworkCondition implements ExecutionCondition {

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		// once for the class, not again for each of its tests
		return context.getTestMethod().isPresent() ? ConditionEvaluationResult.enabled("the class is enabled")
				: Requirement.evaluate(VirtualNetwork.missing());
	}

}
