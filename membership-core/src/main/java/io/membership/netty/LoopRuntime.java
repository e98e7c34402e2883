package io.membership.netty;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.random.RandomGenerator;

import io.netty.channel.EventLoop;

import io.membership.runtime.NodeRuntime;

/** The runtime of one member on a Netty event loop, which other members may share. */
final class LoopRuntime implements NodeRuntime {

	private final EventLoop loop;

	private final TimerQueue timers;

	private final Executor blocking;

	private final Boundary boundary;

	private final RandomGenerator random = new SplittableRandom(new SecureRandom().nextLong());

	private volatile boolean closed;

	LoopRuntime(EventLoop loop, Executor blocking, Boundary boundary) {
		this.loop = loop;
		this.blocking = blocking;
		this.boundary = boundary;
		this.timers = new TimerQueue(loop, boundary);
	}

	@Override
	public long nanoTime() {
		return System.nanoTime();
	}

	@Override
	public Instant wallClock() {
		return Instant.now();
	}

	@Override
	public RandomGenerator random() {
		return this.random;
	}

	@Override
	public boolean inEventLoop() {
		return this.loop.inEventLoop();
	}

	@Override
	public void execute(Runnable task) {
		if (this.closed) {
			return;
		}
		try {
			this.loop.execute(() -> run(task));
		}
		catch (RejectedExecutionException ex) {
			// The factory has been closed, and this transport with it.
		}
	}

	@Override
	public void schedule(long delayNanos, Runnable task) {
		if (inEventLoop()) {
			this.timers.schedule(delayNanos, task);
			return;
		}
		long deadline = TimerQueue.deadline(delayNanos);
		execute(() -> this.timers.at(deadline, task));
	}

	@Override
	public Executor blocking() {
		return this.blocking;
	}

	TimerQueue timers() {
		return this.timers;
	}

	boolean isClosed() {
		return this.closed;
	}

	/** From now on tasks are dropped, also those that are queued already. Any thread. */
	void drop() {
		this.closed = true;
	}

	private void run(Runnable task) {
		if (this.closed) {
			return;
		}
		try {
			task.run();
		}
		catch (Throwable ex) {
			this.boundary.caught("task", ex);
		}
	}

}
