package io.membership.testing;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hosts with interfaces, addresses, routes and names of their own on one machine: network
 * namespaces of Linux, which virtual cables connect with switches. Nothing in it reaches
 * the real network. Creating one needs the rights of the administrator. Used by one
 * thread; {@link #close} removes everything, as the end of the JVM does, and a JVM
 * removes what one that was killed has left.
 */
public final class VirtualNetwork implements AutoCloseable {

	private static final String PREFIX = "membership-test-";

	private static final AtomicInteger counter = new AtomicInteger();

	private final String prefix = PREFIX + ProcessHandle.current().pid() + "-" + counter.incrementAndGet() + "-";

	private final List<VirtualHost> hosts = new ArrayList<>();

	private final List<String> switches = new ArrayList<>();

	private final Thread atTheEnd = new Thread(this::remove);

	private int cables;

	/** Creates an empty network. */
	public VirtualNetwork() {
		removeLeftovers();
		Runtime.getRuntime().addShutdownHook(this.atTheEnd);
	}

	/**
	 * Says whether this machine lets the tests have such a network.
	 * @return what is missing, or empty
	 */
	public static Optional<String> missing() {
		try (VirtualNetwork network = new VirtualNetwork()) {
			network.host("probe").connect("eth0", "lan", "192.0.2.1/24").run("true");
			return Optional.empty();
		}
		catch (IllegalStateException | UncheckedIOException ex) {
			return Optional.of("no network namespaces can be had: " + ex.getMessage());
		}
	}

	/**
	 * Adds a host that has loopback only.
	 * @param name its name, also the one that its processes see
	 * @return the host
	 */
	public VirtualHost host(String name) {
		VirtualHost host = new VirtualHost(this, name, this.prefix + name);
		this.hosts.add(host);
		host.create();
		return host;
	}

	/** Lays a cable from an interface of a host to a switch, which may be new. */
	void connect(String namespace, String interfaceName, String toSwitch) {
		String other = this.prefix + "switch-" + toSwitch;
		if (!this.switches.contains(other)) {
			this.switches.add(other);
			ip("netns", "add", other);
			ip("-n", other, "link", "add", "bridge", "type", "bridge");
			ip("-n", other, "link", "set", "bridge", "up");
		}
		String port = "port" + ++this.cables;
		ip("link", "add", interfaceName, "netns", namespace, "type", "veth", "peer", "name", port, "netns", other);
		ip("-n", other, "link", "set", port, "master", "bridge", "up");
	}

	/** Runs the program {@code ip}. */
	static void ip(String... arguments) {
		List<String> command = new ArrayList<>(List.of("ip"));
		command.addAll(List.of(arguments));
		run(command);
	}

	static void run(List<String> command) {
		ProgramResult result = ProgramResult.of(command.toArray(String[]::new));
		if (!result.isSuccess()) {
			throw new IllegalStateException(String.join(" ", command) + ": " + result.output().strip());
		}
	}

	/** Ends the processes of the hosts and removes the network. */
	@Override
	public void close() {
		remove();
		Runtime.getRuntime().removeShutdownHook(this.atTheEnd);
	}

	private synchronized void remove() {
		this.hosts.forEach(VirtualHost::remove);
		this.hosts.clear();
		this.switches.forEach((each) -> ProgramResult.of("ip", "netns", "del", each));
		this.switches.clear();
	}

	/** Removes the namespaces of test runs that were killed. */
	private static void removeLeftovers() {
		ProgramResult.of("ip", "netns", "list")
			.output()
			.lines()
			.map((line) -> upTo(line, ' '))
			.filter((name) -> name.startsWith(PREFIX) && !isRunning(name))
			.forEach((name) -> {
				ProgramResult.of("ip", "netns", "del", name);
				VirtualHost.removeFiles(name);
			});
	}

	private static String upTo(String text, char end) {
		int index = text.indexOf(end);
		return (index < 0) ? text : text.substring(0, index);
	}

	private static boolean isRunning(String namespace) {
		String pid = upTo(namespace.substring(PREFIX.length()), '-');
		try {
			return ProcessHandle.of(Long.parseLong(pid)).isPresent();
		}
		catch (NumberFormatException ex) {
			return true;
		}
	}

}
