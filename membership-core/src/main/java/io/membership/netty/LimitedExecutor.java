package io.membership.netty;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One member's share of the threads for blocking work.
 * <p>
 * The threads belong to the factory: they are started when needed, are used by all
 * members and end when idle. A member gets at most {@code limit} of them at the same
 * time, the rest of its tasks waits in its own queue. So one member cannot starve
 * another, and the number of threads is bounded by what the members really do at the same
 * time. Within a member this executor cannot tell user code from name resolution or the
 * coding of frames: callbacks that block for minutes leave threads to those as long as
 * fewer than {@code limit} of them block at once. Callbacks that run in order, one at a
 * time, cost one thread whatever they do; who runs user code here in any other way has to
 * bound how many of it run together. The queue has no bound of its own.
 */
final class LimitedExecutor implements Executor {

	private static final Logger logger = LoggerFactory.getLogger(LimitedExecutor.class);

	private final Executor threads;

	private final int limit;

	private final Queue<Runnable> waiting = new ArrayDeque<>();

	private int running;

	LimitedExecutor(Executor threads, int limit) {
		this.threads = threads;
		this.limit = limit;
	}

	@Override
	public void execute(Runnable task) {
		synchronized (this.waiting) {
			if (this.running == this.limit) {
				this.waiting.add(task);
				return;
			}
			this.running++;
		}
		try {
			this.threads.execute(() -> work(task));
		}
		catch (RejectedExecutionException ex) {
			// The factory has been closed: nobody is left who could want the result.
			synchronized (this.waiting) {
				this.running--;
			}
		}
	}

	private void work(Runnable first) {
		Runnable task = first;
		while (task != null) {
			try {
				task.run();
			}
			catch (Throwable ex) {
				logger.atError().setCause(ex).log("Unexpected error in a blocking task");
			}
			task = next();
		}
	}

	private @Nullable Runnable next() {
		synchronized (this.waiting) {
			Runnable task = this.waiting.poll();
			if (task == null) {
				this.running--;
			}
			return task;
		}
	}

}
