package io.membership.agent.handler;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import io.membership.SafeText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one program once for each event, in order, never twice at a time. Other handlers
 * get their turn after each run. Thread-safe.
 */
final class Handler {

	private static final Logger logger = LoggerFactory.getLogger(Handler.class);

	private final EventHandlerSpec spec;

	private final List<String> command;

	private final EventHandlerSettings settings;

	private final Executor threads;

	private final LogLimiter failures = new LogLimiter();

	private final LogLimiter drops = new LogLimiter();

	private final Queue<Invocation> waiting = new ArrayDeque<>();

	private boolean busy;

	private boolean closed;

	private @Nullable ProgramRun run;

	Handler(EventHandlerSpec spec, EventHandlerSettings settings, Executor threads) {
		this.spec = spec;
		this.command = settings.shell() ? List.of("/bin/sh", "-c", spec.script()) : CommandLine.split(spec.script());
		this.settings = settings;
		this.threads = threads;
	}

	EventHandlerSpec spec() {
		return this.spec;
	}

	/** Runs the program for an event, or queues the event while the program runs. */
	void handle(Invocation invocation) {
		synchronized (this.waiting) {
			if (this.closed) {
				return;
			}
			if (this.waiting.size() >= this.settings.queueCapacity()) {
				this.drops.log(logger, "Event handler is too slow, dropping an event", this.spec.script(),
						invocation.label());
				return;
			}
			this.waiting.add(invocation);
			if (this.busy) {
				return;
			}
			this.busy = true;
		}
		submit();
	}

	/** Drops waiting events and kills the running program. */
	void close() {
		ProgramRun running;
		synchronized (this.waiting) {
			this.closed = true;
			this.waiting.clear();
			running = this.run;
		}
		if (running != null) {
			running.kill();
		}
	}

	private void submit() {
		try {
			this.threads.execute(this::turn);
		}
		catch (RejectedExecutionException ex) {
			logger.atTrace().log("Event handlers are closed");
		}
	}

	private void turn() {
		Invocation next;
		synchronized (this.waiting) {
			next = this.waiting.poll();
		}
		if (next != null) {
			try {
				run(next);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			catch (RuntimeException ex) {
				this.failures.log(logger, "Event handler failed", this.spec.script(), String.valueOf(ex));
			}
		}
		synchronized (this.waiting) {
			if (this.waiting.isEmpty()) {
				this.busy = false;
				return;
			}
		}
		submit();
	}

	private void run(Invocation invocation) throws InterruptedException {
		logger.atDebug()
			.addKeyValue("event", SafeText.of(invocation.label()))
			.addKeyValue("script", this.spec.script())
			.log("Running an event handler");
		ProgramRun started;
		try {
			started = ProgramRun.start(this.command, invocation.environment());
		}
		catch (IOException ex) {
			this.failures.log(logger, "Event handler cannot be started", this.spec.script(),
					String.valueOf(ex.getMessage()));
			return;
		}
		boolean late;
		synchronized (this.waiting) {
			this.run = started;
			late = this.closed;
		}
		try {
			if (late) {
				started.kill();
			}
			report(invocation, started.await(invocation.input(), this.settings.timeout()));
		}
		finally {
			synchronized (this.waiting) {
				this.run = null;
			}
		}
	}

	private void report(Invocation invocation, ProgramRun.Result result) {
		List<String> errors = Arrays.stream(result.errors().text().split("\n"))
			.filter((line) -> !line.isBlank())
			.toList();
		for (String line : errors) {
			logger.atDebug()
				.addKeyValue("script", this.spec.script())
				.log("Event handler wrote: {}", SafeText.of(line));
		}
		Integer exitCode = result.exitCode();
		if (exitCode == null) {
			if (!isClosed()) {
				this.failures.log(logger, "Event handler killed", this.spec.script(),
						"it took longer than " + this.settings.timeout());
			}
		}
		else if (exitCode != 0) {
			this.failures.log(logger, "Event handler failed", this.spec.script(),
					"exit code " + exitCode + (errors.isEmpty() ? "" : ": " + errors.get(errors.size() - 1)));
		}
		else if (invocation.query() != null) {
			Answer.give(invocation.query(), result.output(), this.spec.script());
		}
	}

	private boolean isClosed() {
		synchronized (this.waiting) {
			return this.closed;
		}
	}

}
