package io.membership.spring.lifecycle;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.membership.spring.LocalNode;

/**
 * Waits for another member. The caller waits without a time limit of its own, because
 * Spring's shutdown interrupts a start only in {@link Thread.State#WAITING}; a timer ends
 * the wait.
 */
final class JoinWait {

	private static final Duration POLL = Duration.ofMillis(20);

	private final LocalNode node;

	JoinWait(LocalNode node) {
		this.node = node;
	}

	/**
	 * Waits. Looks at the members rather than at events: those are held back until later.
	 * @param limit the longest time to wait
	 * @return whether there is another member
	 * @throws InterruptedException if the application stops meanwhile
	 */
	boolean await(Duration limit) throws InterruptedException {
		CompletableFuture<Boolean> joined = new CompletableFuture<>();
		ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread thread = new Thread(task, "membership-join-wait");
			thread.setDaemon(true);
			return thread;
		});
		try {
			timer.scheduleWithFixedDelay(() -> look(joined), 0, POLL.toNanos(), TimeUnit.NANOSECONDS);
			timer.schedule(() -> joined.complete(false), limit.toNanos(), TimeUnit.NANOSECONDS);
			return joined.get();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("Cannot wait for another member: " + ex.getCause(), ex);
		}
		finally {
			timer.shutdownNow();
		}
	}

	private void look(CompletableFuture<Boolean> joined) {
		try {
			if (this.node.counts().present() > 1) {
				joined.complete(true);
			}
		}
		catch (RuntimeException ex) {
			joined.completeExceptionally(ex);
		}
	}

}
