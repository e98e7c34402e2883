package io.membership.simulation.cluster;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.function.Supplier;

/** What happened in a simulated cluster: the latest lines, each with its virtual time. */
final class EventTimeline {

	private static final int MAX_LINES = 500;

	private final Deque<String> lines = new ArrayDeque<>();

	private final Supplier<Duration> clock;

	private long dropped;

	EventTimeline(Supplier<Duration> clock) {
		this.clock = clock;
	}

	void add(String who, String what) {
		if (this.lines.size() == MAX_LINES) {
			this.lines.removeFirst();
			this.dropped++;
		}
		this.lines
			.addLast(String.format(Locale.ROOT, "%10.3f s  %-12s %s", this.clock.get().toNanos() / 1e9, who, what));
	}

	@Override
	public String toString() {
		String before = (this.dropped > 0) ? "  (" + this.dropped + " earlier lines are left out)\n" : "";
		return before + String.join("\n", this.lines);
	}

}
