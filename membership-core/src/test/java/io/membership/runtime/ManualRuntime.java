package io.membership.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * An event loop in virtual time, with an executor for blocking work that can be made to
 * take as long as a test likes. Its clock passes the largest number within a second.
 */
public final class ManualRuntime implements NodeRuntime {

	private record Timer(long at, long order, Runnable task) {
	}

	private static final long ORIGIN = Long.MAX_VALUE - 700_000_000;

	private final Deque<Runnable> loop = new ArrayDeque<>();

	private final Deque<Runnable> blocking = new ArrayDeque<>();

	private final Queue<Timer> timers = new PriorityQueue<>(
			Comparator.comparingLong(Timer::at).thenComparingLong(Timer::order));

	private long elapsed;

	private long order;

	private boolean stuck;

	private boolean closed;

	/** Lets time pass. */
	public void run(Duration duration) {
		long end = this.elapsed + duration.toNanos();
		work();
		while (!this.timers.isEmpty() && this.timers.element().at() <= end) {
			Timer timer = this.timers.remove();
			this.elapsed = timer.at();
			this.loop.add(timer.task());
			work();
		}
		this.elapsed = end;
	}

	private void work() {
		while (!this.loop.isEmpty() || (!this.stuck && !this.blocking.isEmpty())) {
			Runnable next = this.loop.isEmpty() ? this.blocking.remove() : this.loop.remove();
			next.run();
		}
	}

	/** From now on blocking work begins, but does not get on. */
	public void blockDisk() {
		this.stuck = true;
	}

	/** Blocking work gets on again. */
	public void unblockDisk() {
		this.stuck = false;
		work();
	}

	/** Of the blocking work one task gets on. */
	public void runOneBlockingTask() {
		this.blocking.remove().run();
	}

	/** How many blocking tasks wait. */
	public int blockedTasks() {
		return this.blocking.size();
	}

	/** As when the transport was closed: the loop drops what it is given. */
	public void closeLoop() {
		this.closed = true;
		this.loop.clear();
		this.timers.clear();
	}

	@Override
	public long nanoTime() {
		return ORIGIN + this.elapsed;
	}

	@Override
	public Instant wallClock() {
		return Instant.EPOCH.plusNanos(this.elapsed);
	}

	@Override
	public RandomGenerator random() {
		return new SplittableRandom(1);
	}

	@Override
	public boolean inEventLoop() {
		return true;
	}

	@Override
	public void execute(Runnable task) {
		schedule(0, task);
	}

	@Override
	public void schedule(long delayNanos, Runnable task) {
		if (this.closed) {
			return;
		}
		if (delayNanos <= 0) {
			this.loop.add(task);
		}
		else {
			this.timers.add(new Timer(this.elapsed + delayNanos, this.order++, task));
		}
	}

	@Override
	public Executor blocking() {
		return this.blocking::add;
	}

}
