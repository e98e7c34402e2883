package io.membership.spring.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that was started here, with what it prints kept in a file. */
final class ChildProcess {

	private static final int LIMIT_SECONDS = 30;

	private final Process process;

	private ChildProcess(Process process) {
		this.process = process;
	}

	static ChildProcess start(List<String> command, Path log) {
		try {
			return new ChildProcess(new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
				.start());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	/** As {@code kill -9} does it. */
	void kill() {
		this.process.destroyForcibly();
		awaitEnd();
	}

	/** As {@code kill} does it: the process may say goodbye. */
	void terminate() {
		this.process.destroy();
		awaitEnd();
	}

	/** Waits until the process has ended by itself; returns its exit code. */
	int awaitEnd() {
		try {
			if (!this.process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
				throw new IllegalStateException("Process " + this.process.pid() + " does not end");
			}
			return this.process.exitValue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	static String read(Path file) {
		try {
			return Files.exists(file) ? Files.readString(file) : "";
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
