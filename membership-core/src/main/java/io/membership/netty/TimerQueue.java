package io.membership.netty;

import java.util.PriorityQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.netty.util.concurrent.EventExecutor;

/**
 * The timers of one member. Used on its event loop only.
 * <p>
 * Netty's loop alternates between reading sockets and running tasks, and moves due timers
 * to the tasks when it starts to run these. A pause of the process, a collection of
 * garbage or a slow task between the two makes it run timers before it has looked at the
 * packets that arrived during the pause: a suspicion would end in a false accusation
 * although the refutation waits in the socket. So a timer that is due does not run at
 * once. It first lets the loop read:
 * <ol>
 * <li>The one armed Netty timer fires at the earliest deadline. It only notes the time
 * and asks Netty for a second timer without delay, which Netty runs in the next
 * iteration, after a whole read pass over all sockets.
 * <li>After that pass, every timer whose deadline lies before the noted time runs: the
 * packets that waited when it became due have been handled.
 * <li>When the pass, or a timer, took so long that new packets may well wait by now,
 * another pass comes first. There is a limit to that, so that a flood of packets does not
 * keep timers from running.
 * </ol>
 */
final class TimerQueue {

	private static final long LONGEST_DELAY = Long.MAX_VALUE / 4;

	private static final long STALE_AFTER = TimeUnit.MILLISECONDS.toNanos(20);

	private static final int MAX_REPEATED_PASSES = 4;

	private final EventExecutor loop;

	private final PriorityQueue<Timer> timers = new PriorityQueue<>();

	private final Boundary boundary;

	private long sequence;

	private @Nullable ScheduledFuture<?> armed;

	private long armedFor;

	private boolean passing;

	private long passStarted;

	private int repeatedPasses;

	private boolean closed;

	TimerQueue(EventExecutor loop, Boundary boundary) {
		this.loop = loop;
		this.boundary = boundary;
	}

	/**
	 * Runs a task after a delay and after the packets that wait by then.
	 * @return to cancel it with
	 */
	Timer schedule(long delayNanos, Runnable task) {
		return at(deadline(delayNanos), task);
	}

	/** The deadline of a delay that starts now. May be called on any thread. */
	static long deadline(long delayNanos) {
		return System.nanoTime() + Math.min(Math.max(0, delayNanos), LONGEST_DELAY);
	}

	Timer at(long deadline, Runnable task) {
		Timer timer = new Timer(deadline, this.sequence++, task);
		if (!this.closed) {
			this.timers.add(timer);
			arm();
		}
		return timer;
	}

	/** Drops all timers and ignores later ones. */
	void close() {
		this.closed = true;
		this.timers.clear();
		disarm();
	}

	private void arm() {
		Timer first = this.timers.peek();
		if (this.passing || first == null) {
			return;
		}
		if (this.armed != null) {
			if (this.armedFor - first.deadline <= 0) {
				return;
			}
			disarm();
		}
		this.armedFor = first.deadline;
		this.armed = afterReading(first.deadline - System.nanoTime(), this::due);
	}

	private void disarm() {
		if (this.armed != null) {
			this.armed.cancel(false);
			this.armed = null;
		}
	}

	private void due() {
		this.armed = null;
		this.repeatedPasses = 0;
		startPass();
	}

	private void startPass() {
		this.passing = true;
		this.passStarted = System.nanoTime();
		afterReading(0, this::passed);
	}

	private void passed() {
		if (!startPassIfStale()) {
			runDue();
		}
	}

	private boolean startPassIfStale() {
		if (System.nanoTime() - this.passStarted < STALE_AFTER || this.repeatedPasses == MAX_REPEATED_PASSES) {
			return false;
		}
		this.repeatedPasses++;
		startPass();
		return true;
	}

	private void runDue() {
		boolean again = false;
		try {
			again = runDueUntilStale();
		}
		finally {
			if (!again) {
				this.passing = false;
				arm();
			}
		}
	}

	private boolean runDueUntilStale() {
		for (Timer first = this.timers.peek(); first != null; first = this.timers.peek()) {
			Runnable task = first.task;
			if (task != null && first.deadline - this.passStarted > 0) {
				break;
			}
			this.timers.poll();
			if (task != null) {
				first.task = null;
				run(task);
				if (startPassIfStale()) {
					return true;
				}
			}
		}
		return false;
	}

	private void run(Runnable task) {
		try {
			task.run();
		}
		catch (Throwable ex) {
			this.boundary.caught("timer", ex);
		}
	}

	private @Nullable ScheduledFuture<?> afterReading(long delayNanos, Runnable task) {
		try {
			return this.loop.schedule(task, Math.max(0, delayNanos), TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			// The loop is shutting down, and takes the timers with it.
			return null;
		}
	}

	/** One timer. */
	static final class Timer implements Comparable<Timer> {

		private final long deadline;

		private final long sequence;

		private @Nullable Runnable task;

		private Timer(long deadline, long sequence, Runnable task) {
			this.deadline = deadline;
			this.sequence = sequence;
			this.task = task;
		}

		/** Releases the task. The entry itself stays queued until its deadline. */
		void cancel() {
			this.task = null;
		}

		@Override
		public int compareTo(Timer other) {
			long difference = this.deadline - other.deadline;
			return (difference != 0) ? Long.signum(difference) : Long.compare(this.sequence, other.sequence);
		}

	}

}
