package io.membership.spring.autoconfigure;

import io.membership.ConfigException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says which property is invalid, why, and what to do. */
final class MemberlistConfigFailureAnalyzer extends AbstractFailureAnalyzer<ConfigException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, ConfigException cause) {
		String property = "membership." + cause.setting();
		String problem = FurtherClusters.problem(cause);
		return new FailureAnalysis("The property " + property + " is invalid: " + problem,
				"Change " + property + ". " + cause.action(), cause);
	}

}
