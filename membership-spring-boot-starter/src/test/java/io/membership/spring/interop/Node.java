package io.membership.spring.interop;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import static io.membership.spring.interop.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A node of the mixed cluster: an agent or an application. What both are asked in the
 * same way, they are asked by the {@code serf} tool.
 */
abstract class Node {

	private final String name;

	private final Path folder;

	private final int port;

	private final int rpcPort;

	private @Nullable ChildProcess process;

	Node(Path folder, String name) {
		this.folder = folder;
		this.name = name;
		this.port = FreePorts.next();
		this.rpcPort = FreePorts.next();
	}

	/**
	 * Creates the successor of another node, of the same name and address.
	 * @param folder where its files are kept
	 * @param other the other node, which is no more
	 */
	Node(Path folder, Node other) {
		this.folder = folder;
		this.name = other.name;
		this.port = other.port;
		this.rpcPort = other.rpcPort;
	}

	final String name() {
		return this.name;
	}

	/** Address and port that the others reach it at. */
	final String address() {
		return "127.0.0.1:" + this.port;
	}

	final int port() {
		return this.port;
	}

	final String rpcAddress() {
		return "127.0.0.1:" + this.rpcPort;
	}

	/** A file of this node, which stays when the node is restarted or replaced. */
	final Path file(String suffix) {
		return this.folder.resolve(this.name + "." + suffix).toAbsolutePath();
	}

	final SerfTool serf() {
		return new SerfTool(rpcAddress());
	}

	/** Starts it, or starts it again with the same address and files. */
	final void start() {
		launch();
		awaitReady();
	}

	final void launch() {
		this.process = ChildProcess.start(command(), file("log"));
	}

	final void awaitReady() {
		eventually(() -> {
			if (!process().isAlive()) {
				throw new IllegalStateException(this.name + " has ended:\n" + log());
			}
			assertThat(isReady()).as(this.name).isTrue();
		});
	}

	final void kill() {
		process().kill();
	}

	final ChildProcess process() {
		ChildProcess started = this.process;
		assertThat(started).as("%s is not started", this.name).isNotNull();
		return started;
	}

	final void close() {
		if (this.process != null) {
			this.process.kill();
		}
	}

	/** All that it has printed, over all its starts. */
	final String log() {
		return ChildProcess.read(file("log"));
	}

	/** Its members by name, as the tool shows them. */
	final Map<String, SeenMember> members() {
		return serf().members();
	}

	final @Nullable String statusOf(String member) {
		SeenMember seen = members().get(member);
		return (seen != null) ? seen.status() : null;
	}

	/** Lines of its log that tell of an error. */
	final List<String> errors() {
		return log().lines().filter(errorPattern().asPredicate()).toList();
	}

	@Override
	public final String toString() {
		return this.name;
	}

	abstract List<String> command();

	abstract boolean isReady();

	abstract Pattern errorPattern();

	/** What it was told by user events, as {@code name payload} lines. */
	abstract String receivedEvents();

}
