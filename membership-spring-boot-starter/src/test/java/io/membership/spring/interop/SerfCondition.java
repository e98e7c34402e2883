package io.membership.spring.interop;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Whether the real {@code serf} is there. */
final class SerfCondition implements ExecutionCondition {

	/** Set to {@code true}, its absence is an error. */
	static final String REQUIRED = "membership.interop.required";

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		boolean there = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
			.anyMatch((folder) -> Files.isExecutable(Path.of(folder, "serf")));
		if (there) {
			return ConditionEvaluationResult.enabled("serf is on the PATH");
		}
		if (Boolean.getBoolean(REQUIRED)) {
			throw new IllegalStateException("serf is not on the PATH, and " + REQUIRED + " is true");
		}
		return ConditionEvaluationResult.disabled("serf is not on the PATH");
	}

}
