package io.membership.spring.event;

import java.util.ArrayDeque;
import java.util.Deque;

import org.jspecify.annotations.Nullable;

/**
 * Runs tasks one at a time in the order in which they were put in: nothing before it is
 * opened, nothing after it is closed. Whoever puts a task in runs it, unless another
 * thread is at it already, which then goes on with the new one. What waits is bounded:
 * who puts in more than that is made to wait.
 */
final class OrderedOutbox {

	/** Limits the memory that waiting messages take; larger than the largest message. */
	static final long MAX_WEIGHT = 32L * 1024 * 1024;

	/** What a task without a payload weighs. */
	static final int TASK_WEIGHT = 1024;

	private final Object lock = new Object();

	private final Deque<Task> tasks = new ArrayDeque<>();

	private long weight;

	private State state = State.HELD;

	private boolean draining;

	/**
	 * Puts a task in, and runs it if it is its turn. Waits while too much is waiting.
	 * @param bytes size of what the task carries
	 * @param action what to do
	 * @throws RuntimeException what the task has thrown if it ran in this call
	 */
	void put(int bytes, Runnable action) {
		Task task = new Task(action, TASK_WEIGHT + bytes);
		synchronized (this.lock) {
			if (!awaitRoom(task.weight)) {
				return;
			}
			this.tasks.add(task);
			this.weight += task.weight;
			if (this.state == State.HELD || this.draining) {
				return;
			}
			this.draining = true;
		}
		drain();
	}

	/**
	 * Lets tasks run from now on.
	 * @return whether the caller has to call {@link #drain()}, because tasks wait
	 */
	boolean open() {
		synchronized (this.lock) {
			if (this.state != State.HELD) {
				return false;
			}
			this.state = State.OPEN;
			this.draining = !this.tasks.isEmpty();
			return this.draining;
		}
	}

	/** Forgets what waits, and everything that comes. */
	void close() {
		synchronized (this.lock) {
			this.state = State.CLOSED;
			this.tasks.clear();
			this.weight = 0;
			this.lock.notifyAll();
		}
	}

	/**
	 * Runs what waits until nothing does. A task that throws does not keep the others
	 * from running.
	 * @throws RuntimeException the first that a task has thrown; also an {@link Error}
	 */
	void drain() {
		Throwable failure = null;
		for (Task task = next(); task != null; task = next()) {
			try {
				task.action.run();
			}
			catch (RuntimeException | Error ex) {
				failure = first(failure, ex);
			}
		}
		if (failure instanceof Error error) {
			throw error;
		}
		if (failure != null) {
			throw (RuntimeException) failure;
		}
	}

	private @Nullable Task next() {
		synchronized (this.lock) {
			Task task = this.tasks.poll();
			if (task == null) {
				this.draining = false;
			}
			else {
				this.weight -= task.weight;
				this.lock.notifyAll();
			}
			return task;
		}
	}

	/** Whether there is room, after waiting for it; not if it was closed. */
	private boolean awaitRoom(int taskWeight) {
		synchronized (this.lock) {
			try {
				while (this.state != State.CLOSED && this.weight > 0 && this.weight + taskWeight > MAX_WEIGHT) {
					this.lock.wait();
				}
				return this.state != State.CLOSED;
			}
			catch (InterruptedException ex) {
				// the member is being shut down
				Thread.currentThread().interrupt();
				return false;
			}
		}
	}

	private static Throwable first(@Nullable Throwable failure, Throwable next) {
		if (failure == null) {
			return next;
		}
		if (failure != next && failure.getSuppressed().length < 8) {
			failure.addSuppressed(next);
		}
		return failure;
	}

	private enum State {

		HELD, OPEN, CLOSED

	}

	private record Task(Runnable action, int weight) {

	}

}
