package io.membership.spring.autoconfigure;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Determines the name of this member: the configured one, otherwise {@code
 * <application>-<host>-<port>}, which is unique among the applications of a machine and
 * the same after a restart. If the port is picked at random, a configured {@code
 * server.port} takes its place; without one, the name ends in a random suffix. A random
 * text also takes the place of a host name that many hosts have, such as {@code
 * localhost}. A random part changes with each restart.
 */
final class NodeName {

	/**
	 * Longest share of the application and of the host; names are limited to 255 bytes.
	 */
	private static final int MAX_PART = 100;

	private static final String APPLICATION_NAME = "spring.application.name";

	private static final Logger logger = LoggerFactory.getLogger(NodeName.class);

	private NodeName() {
	}

	static String of(MembershipProperties properties, Environment environment) {
		String configured = properties.nodeName();
		if (StringUtils.hasText(configured)) {
			return configured.strip();
		}
		String host = HostName.find();
		String name = of(environment, host, properties.bindPort());
		if (host.isEmpty()) {
			logger.atInfo()
				.addKeyValue("member", name)
				.log("This host has no name that tells it from others, so the member is called {} until it restarts. "
						+ "Set membership.node-name to a name that stays the same", name);
		}
		return name;
	}

	/**
	 * Tells the log once if the member and its service have names that any other
	 * application without a name has, too.
	 * @param name name of the member
	 * @param configured the configured name, if there is one
	 */
	static void tellDefaults(String name, @Nullable String configured, Environment environment) {
		boolean memberNamed = StringUtils.hasText(configured);
		boolean serviceNamed = StringUtils.hasText(environment.getProperty("membership.services.registration.name"));
		if (StringUtils.hasText(environment.getProperty(APPLICATION_NAME)) || (memberNamed && serviceNamed)) {
			return;
		}
		logger.atInfo()
			.addKeyValue("member", name)
			.log("spring.application.name is not set, so this member is called {} and its service is called {}. Set it to "
					+ "tell the services of different applications apart", name,
					serviceNamed ? environment.getProperty("membership.services.registration.name") : "application");
	}

	static String of(Environment environment, String host, int bindPort) {
		String application = environment.getProperty(APPLICATION_NAME, "");
		String suffix = (bindPort != 0) ? Integer.toString(bindPort) : suffix(environment);
		return part(application, () -> "application") + "-" + part(host, NodeName::random) + "-" + suffix;
	}

	private static String suffix(Environment environment) {
		String serverPort = environment.getProperty("server.port", "").strip();
		if (serverPort.matches("[1-9][0-9]{0,4}")) {
			return serverPort;
		}
		return random();
	}

	private static String random() {
		byte[] random = new byte[4];
		new SecureRandom().nextBytes(random);
		return HexFormat.of().formatHex(random);
	}

	/** Replaces characters that are unsafe in a log, a URL or a host name. */
	private static String part(String text, Supplier<String> fallback) {
		String plain = text.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^-+|-+$", "");
		if (plain.isEmpty()) {
			return fallback.get();
		}
		return (plain.length() > MAX_PART) ? plain.substring(0, MAX_PART) : plain;
	}

}
