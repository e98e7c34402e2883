package io.membership.testing;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ThrowingRunnable;
import org.awaitility.pollinterval.PollInterval;

/**
 * Waits in real time for what has to happen. The limit is far beyond what a loaded
 * machine needs, so a test that reaches it has found an error. A wait fails at once when
 * a {@link TestProcess} has ended that the test still needs.
 */
public final class Eventually {

	/** The longest that a test waits for one thing. */
	public static final Duration LIMIT = Duration.ofMinutes(2);

	/** Looks often at first, then ten times a second. */
	private static final PollInterval INTERVAL = (polls, previous) -> Duration.ofMillis(Math.min(100, 5L * polls));

	private Eventually() {
	}

	/**
	 * Waits until an assertion holds.
	 * @param assertion what has to hold, and says itself what is missing
	 */
	public static void eventually(ThrowingRunnable assertion) {
		limited(Awaitility.await()).untilAsserted(assertion);
	}

	/**
	 * Prepares to wait.
	 * @param what what the test waits for, for the message of its failure
	 * @return what takes the condition
	 */
	public static ConditionFactory await(String what) {
		return limited(Awaitility.await(what));
	}

	/**
	 * Waits for the result of a future.
	 * @param <T> the type of the result
	 * @param future the future
	 * @param what what the future stands for
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
	 * @param what what opens it
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
