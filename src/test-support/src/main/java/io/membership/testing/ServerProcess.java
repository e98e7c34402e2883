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

import org.jspecify.annotations.Nullable;

/**
 * A server in a separate process. If it cannot start because another program has taken
 * one of its ports, it is started again with other ports. Not thread-safe.
 */
public abstract class ServerProcess implements AutoCloseable {

	private static final int STARTS = 5;

	private final String name;

	private final Path folder;

	private @Nullable TestProcess process;

	/**
	 * Creates a server that is not started yet.
	 * @param folder the folder of its files
	 * @param name its name, which is the prefix of its file names
	 */
	protected ServerProcess(Path folder, String name) {
		this.folder = folder;
		this.name = name;
	}

	/**
	 * Returns the command that starts the server on its current ports.
	 * @return program and arguments
	 */
	protected abstract List<String> command();

	/**
	 * Returns whether the server answers.
	 * @return whether it is ready
	 */
	protected abstract boolean isReady();

	/**
	 * Forgets the ports, so the server reserves others.
	 * @return whether the server can use other ports
	 */
	protected abstract boolean forgetPorts();

	/**
	 * Replaces the suppliers among the values of a configuration.
	 * @param config the configuration
	 * @return a copy with the values that they supply now
	 */
	protected static Map<String, Object> presentValues(Map<String, Object> config) {
		Map<String, Object> present = new LinkedHashMap<>(config);
		present.replaceAll((name, value) -> (value instanceof Supplier<?> later) ? later.get() : value);
		return present;
	}

	/** Starts or restarts the server, and waits until it is ready. */
	public final void start() {
		launch();
		awaitReady();
	}

	/** Starts or restarts the server with the same ports and files. */
	public final void launch() {
		TestProcess launched = TestProcess.start(this.name, file("log"), command());
		launched.mayEndIf(() -> saysThatAPortIsTaken(launched.log().toLowerCase(Locale.ROOT)));
		this.process = launched;
	}

	private static boolean saysThatAPortIsTaken(String log) {
		return log.contains("address already in use") || log.contains("was already in use");
	}

	/** Waits until the server is ready. */
	public final void awaitReady() {
		for (int starts = 1;; starts++) {
			Eventually.await(this.name + " to be ready").until(() -> !process().isAlive() || isReady());
			if (process().isAlive()) {
				process().mustRun();
				return;
			}
			process().requireRunning();
			// its log, which says so, may soon be gone
			process().mayEnd();
			if (starts == STARTS || !forgetPorts()) {
				throw new AssertionError(process() + " cannot have its port. " + process().describeLog());
			}
			launch();
		}
	}

	/** Ends the server at once, as {@code kill -9} does. */
	public final void kill() {
		process().kill();
	}

	/** Ends the server if it is running. */
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
	 * Returns a file of the server. Files survive a restart of the server.
	 * @param suffix the end of the file's name
	 * @return the file
	 */
	public final Path file(String suffix) {
		return this.folder.resolve(this.name + "." + suffix).toAbsolutePath();
	}

	/**
	 * Returns the text of a file of the server.
	 * @param suffix the end of the file's name
	 * @return the text, empty if the file does not exist
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
	 * Returns the output of the server, over all its starts.
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

	@Override
	public final String toString() {
		return this.name;
	}

}
