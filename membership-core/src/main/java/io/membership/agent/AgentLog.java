package io.membership.agent;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

import io.membership.Subscription;

/**
 * Keeps the latest lines of the application's log in the form of a Serf agent's, and
 * feeds live watchers: the source of {@code serf monitor}. An appender of the logging
 * system calls {@link #append}, which costs the logging thread no more than passing the
 * line to the watchers. Thread-safe.
 */
public final class AgentLog {

	/** Number of lines kept, as in Serf. */
	public static final int CAPACITY = 512;

	private final Deque<Line> lines = new ArrayDeque<>(CAPACITY);

	private final List<Watcher> watchers = new ArrayList<>();

	/**
	 * Adds a line.
	 * @param level level of the line
	 * @param loggerName full name of the logger
	 * @param message the message; characters that could forge a line or drive a terminal
	 * are escaped
	 * @param time time of the event
	 */
	public void append(Level level, String loggerName, String message, Instant time) {
		Line line = new Line(level, LogLines.format(level, loggerName, message, time));
		synchronized (this.lines) {
			if (this.lines.size() == CAPACITY) {
				this.lines.removeFirst();
			}
			this.lines.addLast(line);
			this.watchers.forEach((watcher) -> watcher.see(line));
		}
	}

	/**
	 * Returns the lines that are kept.
	 * @param minimum the lowest level to return
	 * @return the lines, oldest first
	 */
	public List<String> lines(Level minimum) {
		synchronized (this.lines) {
			return this.lines.stream().filter((line) -> line.isAtLeast(minimum)).map(Line::text).toList();
		}
	}

	/**
	 * Watches the log: passes on the lines that are kept, then each added line, in order
	 * and each once.
	 * @param minimum the lowest level to pass on
	 * @param watcher called on the threads that log, under a lock: it must neither block
	 * nor log
	 * @return closes the watch
	 */
	public Subscription watch(Level minimum, Consumer<String> watcher) {
		Watcher added = new Watcher(minimum, watcher);
		synchronized (this.lines) {
			this.lines.forEach(added::see);
			this.watchers.add(added);
		}
		return () -> {
			synchronized (this.lines) {
				this.watchers.remove(added);
			}
		};
	}

	/** Level of a line, from the least to the most important. */
	public enum Level {

		/** Finer than debugging. */
		TRACE,
		/** For debugging. */
		DEBUG,
		/** Normal operation. */
		INFO,
		/** Unexpected, but handled. */
		WARN,
		/** A failure. */
		ERR

	}

	private record Line(Level level, String text) {

		private boolean isAtLeast(Level minimum) {
			return this.level.compareTo(minimum) >= 0;
		}

	}

	/** Not a record: two watchers are never the same. */
	private static final class Watcher {

		private final Level minimum;

		private final Consumer<String> sink;

		private Watcher(Level minimum, Consumer<String> sink) {
			this.minimum = minimum;
			this.sink = sink;
		}

		private void see(Line line) {
			if (line.isAtLeast(this.minimum)) {
				this.sink.accept(line.text());
			}
		}

	}

}
