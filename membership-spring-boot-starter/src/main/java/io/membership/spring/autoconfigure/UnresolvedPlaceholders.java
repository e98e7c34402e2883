package io.membership.spring.autoconfigure;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.membership.ConfigException;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Finds placeholders that nothing resolves. Spring Boot binds them as they are, so that
 * {@code ${GOSSIP_KEY}} would count as a key, an address or a name.
 */
final class UnresolvedPlaceholders {

	private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^${}:]{1,100})}");

	/** A shell may resolve variables in these when the handler runs. */
	private static final Pattern COMMAND = Pattern.compile("(clusters\\..+\\.)?event-handlers.*");

	private UnresolvedPlaceholders() {
	}

	/**
	 * Checks all properties of the starter but the commands of event handlers.
	 * @throws ConfigException for the first property with a placeholder
	 */
	static void check(Environment environment) {
		Map<String, String> values = Binder.get(environment)
			.bind("membership", Bindable.mapOf(String.class, String.class))
			.orElseGet(Map::of);
		values.forEach((name, value) -> {
			Matcher placeholder = PLACEHOLDER.matcher(value);
			if (placeholder.find() && !COMMAND.matcher(name).matches()) {
				String variable = placeholder.group(1);
				// the binder writes the index of an element as a name
				throw new ConfigException(name.replaceAll("\\.(\\d+)(?=\\.|$)", "[$1]"),
						"nothing resolves its placeholder ${" + variable + "}.",
						"Set " + variable + " as an environment variable or a property, or add a default: ${" + variable
								+ ":default}.");
			}
		});
	}

}
