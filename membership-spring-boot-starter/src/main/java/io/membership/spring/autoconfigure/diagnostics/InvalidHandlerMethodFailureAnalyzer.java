package io.membership.spring.autoconfigure.diagnostics;

import io.membership.spring.event.InvalidHandlerMethodException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Reports the annotated method that cannot be called, and the reason. */
final class InvalidHandlerMethodFailureAnalyzer extends AbstractFailureAnalyzer<InvalidHandlerMethodException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidHandlerMethodException cause) {
		return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
	}

}
