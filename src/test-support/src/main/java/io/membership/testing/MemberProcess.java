package io.membership.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

import org.awaitility.core.TerminalFailureException;
import org.jspecify.annotations.Nullable;

/**
 * A member of a cluster in a process of its own. It has a port for gossip and one for the
 * {@code serf} tool. When a start fails because another program has taken a port
 * meanwhile, the member starts again with others. Used by one thread.
 */
public abstract class MemberProcess implements AutoCloseable {

	private static final int STARTS = 5;

	private final String name;

	private final Path folder;

	private final boolean successor;

	/** Zero until it is needed. */
	private int port;

	/** Zero until it is needed. */
	private int rpcPort;

	private @Nullable TestProcess process;

	/**
	 * Creates a member that is not started yet.
	 * @param folder the folder of its files
	 * @param name its name
	 */
	protected MemberProcess(Path folder, String name) {
		this.folder = folder;
		this.name = name;
		this.successor = false;
	}

	/**
	 * Creates a member of the name, the address and the files of another one.
	 * @param folder the folder of its files
	 * @param other the other member, which has ended
	 */
	protected MemberProcess(Path folder, MemberProcess other) {
		this.folder = folder;
		this.name = other.name;
		this.successor = true;
		this.port = other.port();
		this.rpcPort = other.rpcPort();
	}

	/** Forgets the ports, so that the member reserves others. */
	protected void forgetPorts() {
		this.port = 0;
		this.rpcPort = 0;
	}

	/**
	 * Returns the command that starts the member at its present ports.
	 * @return program and arguments
	 */
	protected abstract List<String> command();

	/**
	 * Returns whether the member answers.
	 * @return whether it is ready
	 */
	protected abstract boolean isReady();

	/**
	 * Returns the key of the port for the {@code serf} tool.
	 * @return the key, or empty
	 */
	protected String rpcKey() {
		return "";
	}

	/**
	 * Returns the lines of the log that report an error.
	 * @return the lines
	 */
	public abstract List<String> errors();

	/**
	 * Returns the user events that the member has noted, with {@code name payload} in a
	 * line for each.
	 * @return the text
	 */
	public abstract String receivedEvents();

	/**
	 * Asks the suppliers among the values of a configuration.
	 * @param config the configuration
	 * @return a copy with the values that they give now
	 */
	protected static Map<String, Object> presentValues(Map<String, Object> config) {
		Map<String, Object> present = new LinkedHashMap<>(config);
		present.replaceAll((name, value) -> (value instanceof Supplier<?> later) ? later.get() : value);
		return present;
	}

	/** Starts the member, or starts it again, and waits until it is ready. */
	public final void start() {
		launch();
		awaitReady();
	}

	/** Starts the member, or starts it again, with the same address and files. */
	public final void launch() {
		TestProcess launched = TestProcess.start(this.name, file("log"), command());
		launched.mayEnd();
		this.process = launched;
	}

	/** Waits until the member is ready. */
	public final void awaitReady() {
		for (int starts = 1;; starts++) {
			process().mustRun();
			try {
				Eventually.await(this.name + " to be ready").until(this::isReady);
				return;
			}
			catch (TerminalFailureException ex) {
				if (this.successor || starts == STARTS || process().isAlive() || !saysThatAPortIsTaken()) {
					throw ex;
				}
				process().mayEnd();
				forgetPorts();
				launch();
			}
		}
	}

	private boolean saysThatAPortIsTaken() {
		String log = process().log().toLowerCase(Locale.ROOT);
		return log.contains("address already in use") || log.contains("was already in use");
	}

	/** Ends the member at once, as {@code kill -9} does. */
	public final void kill() {
		process().kill();
	}

	/** Ends the member if it runs. */
	@Override
	public final void close() {
		if (this.process != null) {
			this.process.close();
		}
	}

	/**
	 * Returns its name.
	 * @return its name
	 */
	public final String name() {
		return this.name;
	}

	/**
	 * Returns the port for gossip.
	 * @return the port
	 */
	public final int port() {
		if (this.port == 0) {
			this.port = Ports.reserve();
		}
		return this.port;
	}

	private int rpcPort() {
		if (this.rpcPort == 0) {
			this.rpcPort = Ports.reserve();
		}
		return this.rpcPort;
	}

	/**
	 * Returns where the other members reach it.
	 * @return address and port
	 */
	public final String address() {
		return "127.0.0.1:" + port();
	}

	/**
	 * Returns where the {@code serf} tool reaches it.
	 * @return address and port
	 */
	public final String rpcAddress() {
		return "127.0.0.1:" + rpcPort();
	}

	/**
	 * Returns a file of the member, which stays when the member is started again or has a
	 * successor.
	 * @param suffix the end of the file's name
	 * @return the file
	 */
	public final Path file(String suffix) {
		return this.folder.resolve(this.name + "." + suffix).toAbsolutePath();
	}

	/**
	 * Returns the text of a file of the member.
	 * @param suffix the end of the file's name
	 * @return the text, empty without such a file
	 */
	public final String text(String suffix) {
		try {
			return Files.exists(file(suffix)) ? Files.readString(file(suffix)) : "";
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns what the member has printed, over all its starts.
	 * @return the log
	 */
	public final String log() {
		return text("log");
	}

	/**
	 * Returns the process of the last start.
	 * @return the process
	 */
	public final TestProcess process() {
		return Objects.requireNonNull(this.process, () -> this.name + " is not started");
	}

	/**
	 * Returns the {@code serf} tool, pointed at this member.
	 * @return the tool
	 */
	public final SerfTool serf() {
		return new SerfTool(rpcAddress(), rpcKey());
	}

	/**
	 * Returns the members that it knows, by name, as the {@code serf} tool shows them.
	 * @return the members
	 */
	public final Map<String, SeenMember> members() {
		return serf().members();
	}

	/**
	 * Returns the status that it gives a member.
	 * @param member the name of the member
	 * @return the status, or {@code null} if it does not know the member
	 */
	public final @Nullable String statusOf(String member) {
		SeenMember seen = members().get(member);
		return (seen != null) ? seen.status() : null;
	}

	@Override
	public final String toString() {
		return this.name;
	}

}
