package io.membership.runtime;

import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * The world as one member of a cluster sees it: a single-threaded event loop with a
 * monotonic clock and timers, a source of randomness, and an executor for work that may
 * block.
 * <p>
 * All protocol state of a member is owned by its event loop. {@link #execute} and
 * {@link #schedule} may be called from any thread; the other methods that act on the loop
 * say so. Timers cannot be cancelled: the caller keeps a token and ignores a stale
 * firing.
 */
public interface NodeRuntime {

	/**
	 * Monotonic time. Not related to the wall clock; only differences are meaningful.
	 * @return nanoseconds since an arbitrary origin
	 */
	long nanoTime();

	/**
	 * Wall-clock time, for people to read only. No protocol decision may depend on it.
	 * @return the current wall-clock time
	 */
	Instant wallClock();

	/**
	 * The source of every random choice of the protocol. Used on the event loop only; in
	 * a simulation it is seeded.
	 * @return the random generator of this member
	 */
	RandomGenerator random();

	/**
	 * Whether the caller runs on the event loop of this member.
	 * @return {@code true} on the event loop
	 */
	boolean inEventLoop();

	/**
	 * Runs a task on the event loop, after what is queued there already. Never runs it in
	 * the calling frame, also not when called on the event loop. After the transport has
	 * been closed the task is silently dropped.
	 * @param task what to run
	 */
	void execute(Runnable task);

	/**
	 * Runs a task on the event loop after a delay. Packets that wait in the socket when
	 * the delay is over are handled before the task. After the transport has been closed
	 * the task is silently dropped.
	 * @param delayNanos the delay in nanoseconds; zero or negative means as soon as
	 * possible
	 * @param task what to run
	 */
	void schedule(long delayNanos, Runnable task);

	/**
	 * Executor for user code, name resolution and everything else that may block. Tasks
	 * may run concurrently and in any order; in a simulation they run one by one in
	 * virtual time.
	 * @return the executor for blocking work
	 */
	Executor blocking();

}
