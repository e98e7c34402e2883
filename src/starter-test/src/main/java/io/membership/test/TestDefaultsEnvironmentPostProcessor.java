package io.membership.test;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;

/**
 * Keeps an application in a test away from real clusters, and applications of one JVM out
 * of each other's way. The properties of the test itself, command line arguments and
 * system properties take precedence; environment variables and configuration files do
 * not.
 */
final class TestDefaultsEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	static final String PROPERTY_SOURCE = "membershipTestDefaults";

	private static final String SWITCH = "membership.test.defaults";

	private static final AtomicInteger APPLICATIONS = new AtomicInteger();

	/** For each cluster of the application. */
	private static final Map<String, Object> OF_A_CLUSTER = Map.ofEntries(Map.entry("bind-address", "127.0.0.1"),
			Map.entry("bind-interface", ""), Map.entry("bind-port", "0"), Map.entry("advertise-address", ""),
			Map.entry("advertise-port", "0"), Map.entry("profile", "local"), Map.entry("join", ""),
			Map.entry("seeds.dns", ""), Map.entry("seeds.srv", ""), Map.entry("seeds.mdns", ""),
			Map.entry("seeds.file", ""), Map.entry("wait-for-join", "0s"), Map.entry("fail-fast", "false"),
			Map.entry("leave.propagate-delay", "0s"), Map.entry("snapshot.path", ""), Map.entry("encryption.keys", ""),
			Map.entry("encryption.keyring-file", ""), Map.entry("encryption.required", "false"),
			Map.entry("event-handlers", ""), Map.entry("rpc.enabled", "false"));

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		if (!environment.getProperty(SWITCH, Boolean.class, true)) {
			return;
		}
		MutablePropertySources sources = environment.getPropertySources();
		MapPropertySource defaults = new MapPropertySource(PROPERTY_SOURCE, defaults(environment));
		if (sources.contains(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME)) {
			sources.addBefore(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, defaults);
		}
		else {
			sources.addFirst(defaults);
		}
	}

	private static Map<String, Object> defaults(ConfigurableEnvironment environment) {
		int number = APPLICATIONS.incrementAndGet();
		Map<String, Object> defaults = new LinkedHashMap<>();
		add(defaults, "membership.", number);
		for (String further : furtherClusters(environment)) {
			add(defaults, "membership.clusters." + further + ".", number);
		}
		defaults.put("membership.services.consul.url", "");
		defaults.put("membership.services.registration.deregister-delay", "0s");
		return defaults;
	}

	private static void add(Map<String, Object> defaults, String prefix, int number) {
		OF_A_CLUSTER.forEach((name, value) -> defaults.put(prefix + name, value));
		defaults.put(prefix + "node-name", "application-" + number);
	}

	private static Set<String> furtherClusters(ConfigurableEnvironment environment) {
		return Binder.get(environment)
			.bind("membership.clusters", Bindable.mapOf(String.class, Object.class))
			.map(Map::keySet)
			.orElse(Set.of());
	}

	@Override
	public int getOrder() {
		return LOWEST_PRECEDENCE;
	}

}
