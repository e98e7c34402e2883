package io.membership.testing;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A separate network namespace, in which multicast uses loopback and which no packet
 * leaves. It supports both IPv4 and IPv6, because Serf queries both and exits if one of
 * them fails.
 */
public final class PrivateNetwork {

	private static final String SETUP = "ip link set lo up && ip link set lo multicast on"
			+ " && ip route add 224.0.0.0/4 dev lo src 127.0.0.1 && ip -6 route add ff02::/16 dev lo"
			+ " && exec \"$@\"";

	private PrivateNetwork() {
	}

	/**
	 * Checks whether this machine allows tests to create such a network.
	 * @return what is missing, or empty
	 */
	public static Optional<String> missing() {
		try {
			ProgramResult result = run(List.of("true"));
			return result.isSuccess() ? Optional.empty()
					: Optional.of("no network namespace can be had: " + result.output());
		}
		catch (UncheckedIOException ex) {
			return Optional.of("no network namespace can be had: " + ex.getMessage());
		}
	}

	/**
	 * Runs a program in a new private network.
	 * @param command program and arguments
	 * @return its result
	 */
	public static ProgramResult run(List<String> command) {
		List<String> line = new ArrayList<>(List.of("unshare", "-Urn", "sh", "-c", SETUP, "sh"));
		line.addAll(command);
		return ProgramResult.of(line.toArray(String[]::new));
	}

}
