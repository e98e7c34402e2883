package io.membership.runtime;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import io.membership.Internal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits the number of threads of another executor that its tasks use at the same time.
 * Further tasks wait in an unbounded queue.
 * <p>
 * A transport gives each member such a share of its threads, so that no member starves
 * another. A member gives application code a smaller, separate share, so that callbacks
 * that block for minutes leave threads for name resolution and for encoding frames.
 * Thread-safe.
 */
@Internal
public final class LimitedExecutor implements Executor {

	private static final Logger logger = LoggerFactory.getLogger(LimitedExecutor.class);

	private final Executor threads;

	private final int limit;

	private final Queue<Runnable> waiting = new ArrayDeque<>();

	private int running;

	/**
	 * Creates a share.
	 * @param threads runs the tasks; tasks that it rejects are dropped
	 * @param limit number of tasks that run at the same time
	 */
	public LimitedExecutor(Executor threads, int limit) {
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
			// The threads have ended, so no caller waits for the result.
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
