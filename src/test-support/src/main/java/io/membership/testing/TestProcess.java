package io.membership.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A program that a test has started. Its output goes to a log file. It is ended when this
 * JVM ends, at the latest. If it ends unexpectedly, the next {@link Eventually wait} of
 * the test fails with the end of its log. Thread-safe.
 */
public final class TestProcess implements AutoCloseable {

	private static final Set<TestProcess> started = ConcurrentHashMap.newKeySet();

	static {
		Runtime.getRuntime()
			.addShutdownHook(new Thread(() -> started.forEach((each) -> each.process.destroyForcibly())));
	}

	private final String name;

	private final Process process;

	private final Path log;

	/** Offset in the log file at which the output of this process begins. */
	private final int logStart;

	private volatile BooleanSupplier mayEnd = () -> false;

	private TestProcess(String name, ProcessBuilder builder, Path log) throws IOException {
		this.name = name;
		this.log = log.toAbsolutePath();
		this.logStart = logText().length();
		this.process = builder.start();
		started.add(this);
	}

	/**
	 * Starts a program.
	 * @param name its name in messages
	 * @param log the file to which its output is appended
	 * @param command program and arguments
	 * @return the running program
	 */
	public static TestProcess start(String name, Path log, List<String> command) {
		return start(name, log, new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())));
	}

	/**
	 * Starts a program with which the test communicates through standard input and
	 * output. Only its standard error goes to the log.
	 * @param name its name in messages
	 * @param log the file to which its standard error is appended
	 * @param command program and arguments
	 * @return the running program
	 */
	public static TestProcess startConversation(String name, Path log, List<String> command) {
		return start(name, log,
				new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile())));
	}

	private static TestProcess start(String name, Path log, ProcessBuilder builder) {
		try {
			return new TestProcess(name, builder, log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Fails if a program that must keep running has ended.
	 * @throws AssertionError with the end of its log
	 */
	static void requireAllRunning() {
		started.forEach(TestProcess::requireRunning);
	}

	/**
	 * Fails if the program must keep running but has ended.
	 * @throws AssertionError with the end of its log
	 */
	public void requireRunning() {
		if (!isAlive() && !this.mayEnd.getAsBoolean()) {
			throw new AssertionError(this + " has ended with exit code " + this.process.exitValue()
					+ " while the test needs it. " + describeLog());
		}
	}

	/** Returns the running programs, and ended ones before {@link #forgetEnded}. */
	static List<TestProcess> recent() {
		return List.copyOf(started);
	}

	/** Forgets the ended programs that were allowed to end. */
	static void forgetEnded() {
		started.removeIf((process) -> !process.isAlive() && process.mayEnd.getAsBoolean());
	}

	/** Allows the program to end on its own. */
	public void mayEnd() {
		mayEndIf(() -> true);
	}

	/**
	 * Allows the program to end on its own under a condition.
	 * @param condition evaluated after the end
	 */
	void mayEndIf(BooleanSupplier condition) {
		this.mayEnd = condition;
	}

	/** Requires the program to keep running again. */
	void mustRun() {
		mayEndIf(() -> false);
	}

	/**
	 * Returns whether the program is running.
	 * @return whether it is running
	 */
	public boolean isAlive() {
		return this.process.isAlive();
	}

	/** Ends the program at once, as {@code kill -9} does, and waits for its end. */
	public void kill() {
		mayEnd();
		this.process.destroyForcibly();
		awaitEnd();
	}

	/**
	 * Asks the program to end, as {@code kill} does. It may shut down gracefully.
	 */
	public void terminate() {
		mayEnd();
		this.process.destroy();
	}

	/**
	 * Waits until the program has ended on its own.
	 * @return its exit code
	 */
	public int awaitEnd() {
		mayEnd();
		try {
			if (!this.process.waitFor(Eventually.LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
				throw new AssertionError(this + " has not ended within " + Eventually.LIMIT + ". " + describeLog());
			}
			return this.process.exitValue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Sends the program a signal.
	 * @param signal the signal as {@code kill} takes it, such as {@code -STOP}
	 */
	public void signal(String signal) {
		ProgramResult result = ProgramResult.of("kill", signal, Long.toString(this.process.pid()));
		if (!result.isSuccess()) {
			throw new IllegalStateException("kill " + signal + ": " + result.output());
		}
	}

	/**
	 * Returns the output of this run of the program.
	 * @return its log
	 */
	public String log() {
		return logText().substring(this.logStart);
	}

	/**
	 * Returns the writer for the standard input of a conversation.
	 * @return the writer
	 */
	public Writer input() {
		return this.process.outputWriter(StandardCharsets.UTF_8);
	}

	/**
	 * Returns the reader for the standard output of a conversation.
	 * @return the reader
	 */
	public BufferedReader output() {
		return this.process.inputReader(StandardCharsets.UTF_8);
	}

	/**
	 * Returns the end of the log, for the message of a failure.
	 * @return the last lines and the path of the log file
	 */
	public String describeLog() {
		return "The end of its log (" + this.log + "):\n" + LastLines.of(log());
	}

	/** Ends the program if it is still running. */
	@Override
	public void close() {
		kill();
	}

	@Override
	public String toString() {
		return "Process '" + this.name + "' (" + this.process.pid() + ")";
	}

	private String logText() {
		try {
			return Files.exists(this.log) ? Files.readString(this.log, StandardCharsets.UTF_8) : "";
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
