package io.membership.runtime;

import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * The environment of one member of a cluster: a single-threaded event loop with a
 * monotonic clock and timers, a source of randomness, and an executor for work that may
 * block.
 * <p>
 * All protocol state of a member is owned by its event loop. {@link #execute} and
 * {@link #schedule} may be called from any thread; the other methods that act on the loop
 * document their threading. Timers cannot be cancelled: the caller keeps a token and
 * ignores a stale firing.
 */
public interface NodeRuntime {

	/**
	 * Returns the monotonic time. Not related to the wall clock; only differences are
	 * meaningful.
	 * @return nanoseconds since an arbitrary origin
	 */
	long nanoTime();

	/**
	 * Returns the wall-clock time, for display only. No protocol decision may depend on
	 * it.
	 * @return the current wall-clock time
	 */
	Instant wallClock();

	/**
	 * Returns the source of all randomness of the protocol. For use on the event loop
	 * only; in a simulation it is seeded.
	 * @return the random generator of this member
	 */
	RandomGenerator random();

	/**
	 * Returns whether the caller runs on the event loop of this member.
	 * @return {@code true} on the event loop
	 */
	boolean inEventLoop();

	/**
	 * Runs a task on the event loop, after all tasks queued before it. Never runs it in
	 * the calling frame, even when called on the event loop. After the transport has been
	 * closed, the task is silently dropped.
	 * @param task the task
	 */
	void execute(Runnable task);

	/**
	 * Runs a task on the event loop after a delay. Packets that wait in the socket when
	 * the delay is over are handled before the task. After the transport has been closed,
	 * the task is silently dropped.
	 * @param delayNanos the delay in nanoseconds; zero or negative means as soon as
	 * possible
	 * @param task the task
	 */
	void schedule(long delayNanos, Runnable task);

	/**
	 * Returns the executor for user code, name resolution and all other work that may
	 * block. Tasks may run concurrently and in any order; in a simulation they run one by
	 * one in virtual time.
	 * @return the executor for blocking work
	 */
	Executor blocking();

}
