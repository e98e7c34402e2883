package io.membership.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A range of ports.
 *
 * @param first the lowest port
 * @param last the highest port
 */
record PortRange(int first, int last) {

	/** Range in which few well-known servers listen. */
	private static final PortRange PREFERRED = new PortRange(20_000, 31_999);

	private static final PortRange UNPRIVILEGED = new PortRange(1024, 65_535);

	/** Ephemeral range that IANA recommends and that macOS and Windows use. */
	private static final PortRange RECOMMENDED = new PortRange(49_152, 65_535);

	private static final int ENOUGH = 500;

	int size() {
		return this.last - this.first + 1;
	}

	/** Returns the range from which the system takes ports for connections. */
	static PortRange ephemeral() {
		Path setting = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
		try {
			return parse(Files.readString(setting));
		}
		catch (IOException | IllegalArgumentException ex) {
			return RECOMMENDED;
		}
	}

	static PortRange parse(String setting) {
		String[] bounds = setting.strip().split("\\s+", 2);
		if (bounds.length != 2) {
			throw new IllegalArgumentException("not two numbers: " + setting);
		}
		return new PortRange(Integer.parseInt(bounds[0]), Integer.parseInt(bounds[1]));
	}

	/**
	 * Returns the ports for tests: the preferred ones that the system does not use. If
	 * the system uses all of them, returns the larger range below or above its own; if it
	 * uses every port, returns the preferred ones.
	 * @param ephemeral the ports that the system uses
	 * @return the ports for tests
	 */
	static PortRange outsideOf(PortRange ephemeral) {
		PortRange best = PREFERRED.without(ephemeral);
		if (best.size() < ENOUGH) {
			best = UNPRIVILEGED.without(ephemeral);
		}
		return (best.size() < ENOUGH) ? PREFERRED : best;
	}

	/** Returns the larger part of this range below or above another one. */
	private PortRange without(PortRange other) {
		PortRange below = new PortRange(this.first, Math.min(this.last, other.first - 1));
		PortRange above = new PortRange(Math.max(this.first, other.last + 1), this.last);
		return (below.size() >= above.size()) ? below : above;
	}

}
