package io.membership.spring.autoconfigure.diagnostics;

import java.util.List;

import io.membership.ConfigException;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/**
 * Reports the invalid property, where it is set, the reason and the remedy. The value is
 * not shown, as it may be a secret; the reason quotes it where it is none.
 */
final class ConfigFailureAnalyzer extends AbstractFailureAnalyzer<ConfigException> {

	private final Environment environment;

	ConfigFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, ConfigException cause) {
		String property = "membership." + cause.setting();
		return new FailureAnalysis("The property " + property + " is invalid: " + cause.problem() + origin(property),
				"Change " + property + ". " + cause.action(), cause);
	}

	/** Returns where the property, or the first element of the list, is set. */
	private String origin(String property) {
		if (!ConfigurationPropertyName.isValid(property)) {
			return "";
		}
		for (String name : List.of(property, property + "[0]")) {
			ConfigurationPropertyName wanted = ConfigurationPropertyName.of(name);
			for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
				ConfigurationProperty found = source.getConfigurationProperty(wanted);
				if (found != null) {
					return (found.getOrigin() != null) ? " It is set by " + found.getOrigin() + "." : "";
				}
			}
		}
		return "";
	}

}
