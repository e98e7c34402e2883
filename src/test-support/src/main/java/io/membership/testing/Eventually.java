package io.membership.testing;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ThrowingRunnable;
import org.awaitility.pollinterval.PollInterval;

/**
 * Waits in real time for a condition. The limit is generous even for a loaded machine, so
 * reaching it means an error. A wait fails at once when a {@link TestProcess} that the
 * test still needs has ended.
 */
public final class Eventually {

	/** Maximum time to wait for one condition. */
	public static final Duration LIMIT = Duration.ofMinutes(2);

	/** Checks often at first, then ten times a second. */
	private static final PollInterval INTERVAL = (polls, previous) -> Duration.ofMillis(Math.min(100, 5L * polls));

	private Eventually() {
	}

	/**
	 * Waits until an assertion holds.
	 * @param assertion the assertion, whose message describes the missing state
	 */
	public static void eventually(ThrowingRunnable assertion) {
		limited(Awaitility.await()).untilAsserted(assertion);
	}

	/**
	 * Prepares a wait.
	 * @param what description of the condition, for the failure message
	 * @return accepts the condition
	 */
	public static ConditionFactory await(String what) {
		return limited(Awaitility.await(what));
	}

	/**
	 * Waits for the result of a future.
	 * @param <T> the type of the result
	 * @param future the future
	 * @param what description of the future, for the failure message
	 * @return its result
	 * @throws java.util.concurrent.CompletionException if the future fails
	 */
	public static <T> T result(CompletableFuture<T> future, String what) {
		await(what).until(future::isDone);
		return future.join();
	}

	/**
	 * Waits until a latch is open.
	 * @param latch the latch
	 * @param what description of the event that opens it
	 */
	public static void open(CountDownLatch latch, String what) {
		await(what).until(() -> latch.getCount() == 0);
	}

	private static ConditionFactory limited(ConditionFactory wait) {
		return wait.atMost(LIMIT)
			.pollDelay(Duration.ZERO)
			.pollInterval(INTERVAL)
			.failFast("a program has ended", TestProcess::requireAllRunning);
	}

}
