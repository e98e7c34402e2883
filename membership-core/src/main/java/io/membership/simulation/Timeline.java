package io.membership.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** Virtual time, the events to come, and the trace of those that have happened. */
final class Timeline {

	/** At one instant, network events happen first, */
	static final int INBOUND = 0;

	/** then tasks, */
	static final int TASK = 1;

	/** then timers. */
	static final int TIMER = 2;

	static final int BLOCKING_KIND = 16;

	static final int SCRIPT_KIND = 17;

	private static final int PHASE_SHIFT = 60;

	/** So many events at one instant mean that something runs in a circle. */
	private static final int MAX_EVENTS_AT_AN_INSTANT = 10_000_000;

	private final EventQueue queue = new EventQueue();

	private final TraceHash trace = new TraceHash();

	private final List<Throwable> failures = new ArrayList<>();

	private final long seed;

	private long now;

	private long pushed;

	private int eventsAtThisInstant;

	private boolean keepsFailures;

	private @Nullable SimulatedNode current;

	private @Nullable Thread runner;

	private @Nullable Runnable check;

	Timeline(long seed) {
		this.seed = seed;
	}

	long now() {
		return this.now;
	}

	/** The time after a delay; far away stays far away. */
	long in(long delayNanos) {
		long time = this.now + Math.max(0, delayNanos);
		return (time < 0) ? Long.MAX_VALUE : time;
	}

	void push(long time, int phase, Event event) {
		if (this.runner != null && this.runner != Thread.currentThread()) {
			throw new IllegalStateException("a simulation is used by one thread only, but " + Thread.currentThread()
					+ " interferes with " + this.runner);
		}
		this.queue.add(time, ((long) phase << PHASE_SHIFT) | this.pushed++, event);
	}

	/** Whether there is an event up to a time. */
	boolean hasEvent(long until) {
		return !this.queue.isEmpty() && this.queue.earliest() <= until;
	}

	/** Lets time pass in which nothing happens. */
	void idle(long until) {
		this.now = until;
	}

	/** Lets the earliest event happen. */
	void step() {
		if (this.runner != null) {
			throw new IllegalStateException("time cannot pass while an event happens");
		}
		advance(this.queue.earliest());
		this.runner = Thread.currentThread();
		try {
			this.queue.poll().fire();
			if (this.check != null) {
				this.check.run();
			}
		}
		catch (Throwable ex) {
			failed(ex);
		}
		finally {
			this.runner = null;
		}
		if (!this.failures.isEmpty() && !this.keepsFailures) {
			throw new SimulationException(this + " failed: " + this.failures.get(0), takeFailures());
		}
	}

	private void advance(long time) {
		if (time != this.now) {
			this.now = time;
			this.eventsAtThisInstant = 0;
		}
		else if (++this.eventsAtThisInstant > MAX_EVENTS_AT_AN_INSTANT) {
			throw new SimulationException(this + " stands still: events cause each other without a delay", List.of());
		}
	}

	/** The node whose event loop runs, if any. */
	@Nullable SimulatedNode current() {
		return this.current;
	}

	/** Runs an event on the event loop of a node. */
	void handle(SimulatedNode node, NodeEvent event) {
		this.trace.add(this.now, node.number, event.kind.ordinal(), event.payload());
		this.current = node;
		try {
			event.handle();
		}
		catch (Throwable ex) {
			failed(ex);
			node.uncaught();
		}
		finally {
			this.current = null;
		}
	}

	/** Notes an event that is not one of an event loop. */
	void note(int node, int kind) {
		this.trace.add(this.now, node, kind, TraceHash.NO_BYTES);
	}

	TraceHash trace() {
		return this.trace;
	}

	void failed(Throwable cause) {
		this.failures.add(cause);
	}

	void keepFailures(boolean keep) {
		this.keepsFailures = keep;
	}

	List<Throwable> takeFailures() {
		List<Throwable> taken = List.copyOf(this.failures);
		this.failures.clear();
		return taken;
	}

	void afterEachEvent(@Nullable Runnable check) {
		this.check = check;
	}

	@Override
	public String toString() {
		return "simulation with seed " + this.seed + " at " + Duration.ofNanos(this.now);
	}

}
