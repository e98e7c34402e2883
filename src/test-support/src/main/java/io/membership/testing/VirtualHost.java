package io.membership.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A host of a {@link VirtualNetwork}. */
public final class VirtualHost {

	/**
	 * Files in here take the place of those in {@code /etc} for processes of the host.
	 */
	private static final Path FILES = Path.of("/etc/netns");

	private static final String NAMED = "hostname \"$0\" && exec \"$@\"";

	private final VirtualNetwork network;

	private final String name;

	private final String namespace;

	private final List<String> variables = new ArrayList<>();

	private final List<TestProcess> processes = new ArrayList<>();

	VirtualHost(VirtualNetwork network, String name, String namespace) {
		this.network = network;
		this.name = name;
		this.namespace = namespace;
	}

	void create() {
		VirtualNetwork.ip("netns", "add", this.namespace);
		VirtualNetwork.ip("-n", this.namespace, "link", "set", "lo", "up");
		hosts("127.0.0.1 localhost", "::1 localhost");
		// a name server that is asked nevertheless refuses at once
		file("resolv.conf", "nameserver 127.0.0.1\n");
	}

	/**
	 * Adds an interface that is connected to a switch.
	 * @param interfaceName name of the interface
	 * @param toSwitch name of the switch; the hosts of one switch reach each other
	 * @param addresses addresses of the interface with prefix lengths
	 * @return this host
	 */
	public VirtualHost connect(String interfaceName, String toSwitch, String... addresses) {
		this.network.connect(this.namespace, interfaceName, toSwitch);
		return up(interfaceName, addresses);
	}

	/**
	 * Adds a bridge that leads nowhere else, as container runtimes do.
	 * @param interfaceName name of the bridge
	 * @param address its address with prefix length
	 * @return this host
	 */
	public VirtualHost bridge(String interfaceName, String address) {
		ip("link", "add", interfaceName, "type", "bridge");
		return up(interfaceName, address);
	}

	private VirtualHost up(String interfaceName, String... addresses) {
		for (String address : addresses) {
			// IPv6 addresses are used at once, without the search for duplicates
			List<String> command = new ArrayList<>(List.of("addr", "add", address, "dev", interfaceName));
			if (address.contains(":")) {
				command.add("nodad");
			}
			ip(command.toArray(String[]::new));
		}
		ip("link", "set", interfaceName, "up");
		return this;
	}

	/**
	 * Runs {@code ip} on this host.
	 * @param arguments its arguments, for example
	 * {@code route add default via 10.0.0.254}
	 * @return this host
	 */
	public VirtualHost ip(String... arguments) {
		List<String> all = new ArrayList<>(List.of("-n", this.namespace));
		all.addAll(List.of(arguments));
		VirtualNetwork.ip(all.toArray(String[]::new));
		return this;
	}

	/**
	 * Runs a program on this host to its end.
	 * @param command program and arguments
	 * @return this host
	 */
	public VirtualHost run(String... command) {
		VirtualNetwork.run(command(List.of(command)));
		return this;
	}

	/**
	 * Replaces the names that the host knows without a name server.
	 * @param lines lines of {@code /etc/hosts}
	 * @return this host
	 */
	public VirtualHost hosts(String... lines) {
		return file("hosts", String.join("\n", lines) + "\n");
	}

	/**
	 * Sets an environment variable for programs that are started later.
	 * @param variable its name
	 * @param value its value
	 * @return this host
	 */
	public VirtualHost variable(String variable, String value) {
		this.variables.add(variable + "=" + value);
		return this;
	}

	private VirtualHost file(String file, String text) {
		try {
			Path folder = Files.createDirectories(FILES.resolve(this.namespace));
			Files.writeString(folder.resolve(file), text);
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Starts a program on this host, which ends with the network.
	 * @param log the file that takes what it prints
	 * @param command program and arguments
	 * @return the running program
	 */
	public TestProcess start(Path log, List<String> command) {
		TestProcess process = TestProcess.start(this.name, log, command(command));
		this.processes.add(process);
		return process;
	}

	/**
	 * Returns the command that runs a program on this host. The process has the id that
	 * the caller sees.
	 * @param command program and arguments
	 * @return the command
	 */
	List<String> command(List<String> command) {
		List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", this.namespace, "unshare", "--uts", "sh",
				"-c", NAMED, this.name, "env"));
		all.addAll(this.variables);
		all.addAll(command);
		return all;
	}

	void remove() {
		this.processes.forEach(TestProcess::close);
		ProgramResult.of("ip", "netns", "del", this.namespace);
		removeFiles(this.namespace);
	}

	static void removeFiles(String namespace) {
		try {
			Path folder = FILES.resolve(namespace);
			for (String file : List.of("hosts", "resolv.conf")) {
				Files.deleteIfExists(folder.resolve(file));
			}
			Files.deleteIfExists(folder);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns its name.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	@Override
	public String toString() {
		return this.name;
	}

}
