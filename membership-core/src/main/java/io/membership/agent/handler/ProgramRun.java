package io.membership.agent.handler;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a program, from start to end, on the thread that calls {@link #await}.
 * <p>
 * Reads output as it arrives and never waits for it: the run ends with the program, even
 * if a child process still holds the output open.
 */
final class ProgramRun {

	private static final Logger logger = LoggerFactory.getLogger(ProgramRun.class);

	/** Input of this size always fits into the pipe. */
	private static final int PIPE_SIZE = 4096;

	private static final long MIN_PAUSE_MILLIS = 2;

	private static final long MAX_PAUSE_MILLIS = 50;

	/**
	 * Result of a run.
	 *
	 * @param exitCode the exit code; {@code null} if the program was killed
	 * @param output the end of its standard output
	 * @param errors the end of its standard error
	 */
	record Result(@Nullable Integer exitCode, Tail output, Tail errors) {
	}

	private final Process process;

	private volatile boolean killed;

	private ProgramRun(Process process) {
		this.process = process;
	}

	/**
	 * Starts a program with the environment of this process, without variables of other
	 * events.
	 * @throws IOException if it cannot be started
	 */
	static ProgramRun start(List<String> command, Map<String, String> variables) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(command);
		Map<String, String> environment = builder.environment();
		environment.keySet().removeIf(ProgramRun::isOfAnEvent);
		environment.putAll(variables);
		return new ProgramRun(builder.start());
	}

	/**
	 * Only the variables of events: SERF_RPC_ADDR and SERF_RPC_AUTH are for the serf
	 * tool.
	 */
	private static boolean isOfAnEvent(String name) {
		return name.equals("SERF_EVENT") || name.startsWith("SERF_SELF_") || name.startsWith("SERF_TAG_")
				|| name.startsWith("SERF_USER_") || name.startsWith("SERF_QUERY_");
	}

	/** Waits for the end of the program, and kills it at the time-out. */
	Result await(byte[] input, Duration timeout) throws InterruptedException {
		Tail output = new Tail();
		Tail errors = new Tail();
		feed(input);
		long deadline = System.nanoTime() + timeout.toNanos();
		long pause = MIN_PAUSE_MILLIS;
		try {
			boolean ended = false;
			while (!ended && !this.killed) {
				ended = this.process.waitFor(pause, TimeUnit.MILLISECONDS);
				long before = output.total() + errors.total();
				output.readAvailable(this.process.getInputStream());
				errors.readAvailable(this.process.getErrorStream());
				boolean quiet = output.total() + errors.total() == before;
				pause = quiet ? Math.min(pause * 2, MAX_PAUSE_MILLIS) : MIN_PAUSE_MILLIS;
				if (!ended && System.nanoTime() - deadline >= 0) {
					kill();
				}
			}
		}
		catch (IOException ex) {
			// as after a kill: its pipes are closed
			logger.atDebug().setCause(ex).log("Reading the output of an event handler failed");
			kill();
		}
		catch (InterruptedException ex) {
			kill();
			throw ex;
		}
		return new Result(this.killed ? null : this.process.exitValue(), output, errors);
	}

	/** Kills the program and its descendants. Thread-safe. */
	void kill() {
		this.killed = true;
		// Collected before the parent dies, as orphans are no longer its descendants.
		try (Stream<ProcessHandle> descendants = this.process.descendants()) {
			List<ProcessHandle> below = descendants.toList();
			this.process.destroyForcibly();
			below.forEach(ProcessHandle::destroyForcibly);
		}
	}

	private void feed(byte[] input) {
		if (input.length <= PIPE_SIZE) {
			write(input);
			return;
		}
		Thread feeder = new Thread(() -> write(input), "membership-handler-input");
		feeder.setDaemon(true);
		feeder.start();
	}

	private void write(byte[] input) {
		try (OutputStream in = this.process.getOutputStream()) {
			in.write(input);
		}
		catch (IOException ex) {
			// a program may ignore its input
			logger.atTrace().setCause(ex).log("An event handler did not read its input");
		}
	}

}
