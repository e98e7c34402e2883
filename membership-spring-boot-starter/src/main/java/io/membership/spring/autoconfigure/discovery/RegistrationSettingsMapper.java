package io.membership.spring.autoconfigure.discovery;

import java.time.Duration;

import io.membership.ConfigException;
import io.membership.spring.autoconfigure.discovery.MembershipServicesProperties.Registration;
import io.membership.spring.autoconfigure.discovery.MembershipServicesProperties.Scheme;
import io.membership.spring.discovery.RegistrationSettings;
import io.membership.spring.discovery.UriHost;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** Maps the properties to the settings of the registration. */
final class RegistrationSettingsMapper {

	private static final String DEFAULT_NAME = "application";

	private RegistrationSettingsMapper() {
	}

	static RegistrationSettings map(Registration properties, Environment environment, String node) {
		String name = text(properties.name(), environment.getProperty("spring.application.name"));
		Duration delay = properties.deregisterDelay();
		if (delay.isNegative()) {
			throw new ConfigException("services.registration.deregister-delay", delay + " is negative.",
					"Use zero or a positive duration.");
		}
		String address = text(properties.address(), serverAddress(environment));
		if (!address.isEmpty() && UriHost.of(address).isEmpty()) {
			throw new ConfigException("services.registration.address",
					"'" + address + "' cannot be the host of a URL, so callers cannot use it.",
					"Set it to an IP address, or to a host name of letters, digits, hyphens and dots. By default it is "
							+ "server.address, or else the address of the member.");
		}
		return new RegistrationSettings(name.isEmpty() ? DEFAULT_NAME : name,
				StringUtils.hasText(properties.id()) ? properties.id().strip() : null, node, address, properties.port(),
				isSecure(properties.scheme(), environment), properties.tags(), properties.metadata(),
				properties.followReadiness(), delay);
	}

	private static String text(@Nullable String first, @Nullable String second) {
		if (StringUtils.hasText(first)) {
			return first.strip();
		}
		return StringUtils.hasText(second) ? second.strip() : "";
	}

	/** Returns the address that the web server is bound to, unless it is a wildcard. */
	private static @Nullable String serverAddress(Environment environment) {
		String address = environment.getProperty("server.address");
		return (address == null || address.strip().matches("0\\.0\\.0\\.0|::|\\[::]|0(:0){7}")) ? null : address;
	}

	private static boolean isSecure(Scheme scheme, Environment environment) {
		return switch (scheme) {
			case HTTP -> false;
			case HTTPS -> true;
			case AUTO -> environment.getProperty("server.ssl.enabled", Boolean.class, true)
					&& (environment.containsProperty("server.ssl.bundle")
							|| environment.containsProperty("server.ssl.key-store")
							|| environment.containsProperty("server.ssl.certificate"));
		};
	}

}
