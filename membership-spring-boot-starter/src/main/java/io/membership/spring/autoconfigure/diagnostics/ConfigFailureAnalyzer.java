package io.membership.spring.autoconfigure.diagnostics;

import io.membership.ConfigException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Reports the invalid property, the reason and the remedy. */
final class ConfigFailureAnalyzer extends AbstractFailureAnalyzer<ConfigException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, ConfigException cause) {
		String property = "membership." + cause.setting();
		return new FailureAnalysis("The property " + property + " is invalid: " + cause.problem(),
				"Change " + property + ". " + cause.action(), cause);
	}

}
