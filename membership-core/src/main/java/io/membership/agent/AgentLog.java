package io.membership.agent;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

import io.membership.Subscription;

/**
 * The latest lines of the application's log in the form of a Serf agent's, and those who
 * watch it live: what {@code serf monitor} shows. Fed by an appender of the logging
 * system. Thread-safe; {@link #append} costs the thread that logs no more than handing
 * the line to those who watch.
 */
public final class AgentLog {

	/** How many lines are kept, as many as Serf keeps. */
	public static final int CAPACITY = 512;

	private final Deque<Line> lines = new ArrayDeque<>(CAPACITY);

	private final List<Watcher> watchers = new ArrayList<>();

	/**
	 * Adds a line.
	 * @param level how important it is
	 * @param loggerName full name of the logger
	 * @param message what it says; what could forge a line or drive a terminal is escaped
	 * @param time when
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
	 * The lines that are kept.
	 * @param minimum the least important level to be returned
	 * @return the lines, oldest first
	 */
	public List<String> lines(Level minimum) {
		synchronized (this.lines) {
			return this.lines.stream().filter((line) -> line.isAtLeast(minimum)).map(Line::text).toList();
		}
	}

	/**
	 * Watches the log: hands over the lines that are kept, and then each one that is
	 * added, in order and none twice.
	 * @param minimum the least important level that is wanted
	 * @param watcher is called on the threads that log, under a lock: it must neither
	 * block nor log
	 * @return ends it
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

	/** How important a line is. From the least to the most. */
	public enum Level {

		/** Finer than debugging. */
		TRACE,
		/** For debugging. */
		DEBUG,
		/** What happens. */
		INFO,
		/** What should not happen. */
		WARN,
		/** What failed. */
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
