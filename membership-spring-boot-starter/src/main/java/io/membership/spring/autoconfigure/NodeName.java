package io.membership.spring.autoconfigure;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.HexFormat;

import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Determines the name of this member: the configured one, otherwise {@code
 * <application>-<host>-<port>}, which is unique among the applications of a machine and
 * the same after a restart. If the port is picked at random, a configured {@code
 * server.port} takes its place; without one, the name ends in a random suffix, which
 * changes with each restart.
 */
final class NodeName {

	/**
	 * Longest share of the application and of the host; names are limited to 255 bytes.
	 */
	private static final int MAX_PART = 100;

	private NodeName() {
	}

	static String of(MembershipProperties properties, Environment environment) {
		String configured = properties.nodeName();
		return StringUtils.hasText(configured) ? configured.strip()
				: of(environment, hostName(), properties.bindPort());
	}

	static String of(Environment environment, String host, int bindPort) {
		String application = environment.getProperty("spring.application.name", "");
		String suffix = (bindPort != 0) ? Integer.toString(bindPort) : suffix(environment);
		return part(application, "application") + "-" + part(host, "localhost") + "-" + suffix;
	}

	private static String suffix(Environment environment) {
		String serverPort = environment.getProperty("server.port", "").strip();
		if (serverPort.matches("[1-9][0-9]{0,4}")) {
			return serverPort;
		}
		byte[] random = new byte[4];
		new SecureRandom().nextBytes(random);
		return HexFormat.of().formatHex(random);
	}

	/** Replaces characters that are unsafe in a log, a URL or a host name. */
	private static String part(String text, String fallback) {
		String plain = text.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^-+|-+$", "");
		if (plain.isEmpty()) {
			return fallback;
		}
		return (plain.length() > MAX_PART) ? plain.substring(0, MAX_PART) : plain;
	}

	private static String hostName() {
		try {
			return InetAddress.getLocalHost().getHostName();
		}
		catch (UnknownHostException ex) {
			// a host name that cannot be resolved must not prevent the start
			String fromEnvironment = System.getenv("HOSTNAME");
			return (fromEnvironment != null) ? fromEnvironment : "";
		}
	}

}
