package io.membership.spring.autoconfigure.diagnostics;

import io.membership.spring.lifecycle.MembershipJoinException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains a start that did not go on without other members. */
final class MembershipJoinFailureAnalyzer extends AbstractFailureAnalyzer<MembershipJoinException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, MembershipJoinException cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.action(), cause);
	}

}
