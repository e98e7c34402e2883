package io.membership.spring.autoconfigure.diagnostics;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Lists the valid protocols, before Boot's own analysis of an unknown value. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class UnknownProtocolFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	private static final String PROPERTY = "membership.protocol";

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		BindException bind = cause;
		ConfigurationProperty property = bind.getProperty();
		while (property == null && bind.getCause() instanceof BindException nested) {
			bind = nested;
			property = bind.getProperty();
		}
		if (property == null || !PROPERTY.equals(property.getName().toString())) {
			return null;
		}
		String value = String.valueOf(property.getValue());
		return new FailureAnalysis(
				"The property " + PROPERTY + " has the value '" + value + "'. It is not a known protocol.",
				"Set " + PROPERTY + " to serf, which is the default, or to memberlist.", cause);
	}

}
