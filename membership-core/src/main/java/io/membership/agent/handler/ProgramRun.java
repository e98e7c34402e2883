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
 * One run of a program, from start to end, by the thread that calls {@link #await}.
 * <p>
 * Output is taken as it comes and never waited for: a program that has ended, but has
 * left something running that holds its output open, is over all the same.
 */
final class ProgramRun {

	private static final Logger logger = LoggerFactory.getLogger(ProgramRun.class);

	/** An input of this size always fits into the pipe. */
	private static final int PIPE_SIZE = 4096;

	private static final long MIN_PAUSE_MILLIS = 2;

	private static final long MAX_PAUSE_MILLIS = 50;

	/**
	 * How a run ended.
	 *
	 * @param exitCode the exit code; {@code null} if it was killed
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
	 * Starts a program with this process's environment, in which nothing of another event
	 * is left.
	 * @throws IOException if it cannot be run
	 */
	static ProgramRun start(List<String> command, Map<String, String> variables) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(command);
		Map<String, String> environment = builder.environment();
		environment.keySet().removeIf(ProgramRun::isOfAnEvent);
		environment.putAll(variables);
		return new ProgramRun(builder.start());
	}

	/** Not all of Serf's: SERF_RPC_ADDR and SERF_RPC_AUTH are for the serf tool. */
	private static boolean isOfAnEvent(String name) {
		return name.equals("SERF_EVENT") || name.startsWith("SERF_SELF_") || name.startsWith("SERF_TAG_")
				|| name.startsWith("SERF_USER_") || name.startsWith("SERF_QUERY_");
	}

	/** Waits for the end, at most until the time-out, at which the program is killed. */
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

	/** Kills the program and everything below it. Thread-safe. */
	void kill() {
		this.killed = true;
		// Taken before the parent dies: afterwards they are nobody's descendants.
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
			// a program need not read what it does not want to know
			logger.atTrace().setCause(ex).log("An event handler did not read its input");
		}
	}

}
