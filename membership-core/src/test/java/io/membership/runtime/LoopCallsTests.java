package io.membership.runtime;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

import io.membership.testing.Eventually;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class LoopCallsTests {

	private final Loop loop = new Loop();

	private final Deque<Runnable> completions = new ArrayDeque<>();

	private final LoopCalls calls = new LoopCalls("not running");

	@Test
	void theWorkRunsOnTheLoopAndTheFutureIsCompletedOnTheExecutor() {
		open();
		CompletableFuture<String> future = this.calls.call((result) -> result.complete("done"));
		assertThat(future).isNotDone();
		this.loop.runAll();
		assertThat(future).isNotDone();
		completeAll();
		assertThat(future).isCompletedWithValue("done");
	}

	@Test
	void aFailureIsToldOnTheExecutor() {
		open();
		CompletableFuture<String> future = this.calls.call((result) -> result.fail(new IllegalArgumentException("no")));
		this.loop.runAll();
		assertThat(future).isNotDone();
		completeAll();
		assertFailed(future, "no");
	}

	@Test
	void workThatThrowsFailsTheFuture() {
		open();
		CompletableFuture<String> future = this.calls.call((result) -> {
			throw new IllegalArgumentException("no");
		});
		this.loop.runAll();
		completeAll();
		assertFailed(future, "no");
	}

	@Test
	void onlyTheFirstResultCounts() {
		open();
		CompletableFuture<Integer> future = this.calls.call((result) -> {
			result.complete(1);
			result.complete(2);
			result.fail(new IllegalStateException());
		});
		this.loop.runAll();
		completeAll();
		assertThat(future).isCompletedWithValue(1);
	}

	@Test
	void theOutcomeOfAFutureThatCompletesOnTheLoopIsToldOnTheExecutor() {
		open();
		CompletableFuture<String> onLoop = new CompletableFuture<>();
		CompletableFuture<String> failing = new CompletableFuture<>();
		CompletableFuture<String> future = this.calls.follow(onLoop);
		CompletableFuture<String> failed = this.calls.follow(failing);
		onLoop.complete("done");
		failing.completeExceptionally(new IllegalArgumentException("no"));
		assertThat(future).isNotDone();
		completeAll();
		assertThat(future).isCompletedWithValue("done");
		assertFailed(failed, "no");
	}

	@Test
	void beforeItIsOpenCallsFail() {
		assertThat(this.calls.isOpen()).isFalse();
		assertFailed(this.calls.call((result) -> result.complete("never")), "not running");
		assertFailed(this.calls.follow(CompletableFuture.completedFuture("never")), "not running");
		assertThatIllegalStateException().isThrownBy(() -> this.calls.run(() -> {
		}));
	}

	@Test
	void afterItIsClosedCallsFail() {
		open();
		this.calls.run(() -> {
		});
		this.calls.close();
		assertThat(this.calls.isOpen()).isFalse();
		assertFailed(this.calls.call((result) -> result.complete("never")), "not running");
		assertFailed(this.calls.follow(CompletableFuture.completedFuture("never")), "not running");
		assertThatIllegalStateException().isThrownBy(() -> this.calls.run(() -> {
		}));
	}

	@Test
	void closingFailsWhatWaitsForTheLoopOrForATimer() {
		open();
		CompletableFuture<String> onTimer = this.calls
			.call((result) -> this.loop.timers.add(() -> result.complete("x")));
		CompletableFuture<String> guarded = new CompletableFuture<>();
		this.calls.guard(guarded);
		CompletableFuture<String> followed = this.calls.follow(new CompletableFuture<>());
		this.loop.runAll();
		CompletableFuture<String> onLoop = this.calls.call((result) -> result.complete("x"));
		this.calls.close();
		assertThat(List.of(onTimer, guarded, followed, onLoop))
			.allSatisfy((future) -> assertFailed(future, "not running"));
		this.loop.runAll();
		completeAll();
		assertFailed(onLoop, "not running");
	}

	@Test
	void closingOnTheLoopFailsWhatWaitsOnTheExecutor() {
		open();
		CompletableFuture<String> future = this.calls.call((result) -> {
		});
		this.loop.execute(this.calls::close);
		this.loop.runAll();
		assertThat(future).isNotDone();
		completeAll();
		assertFailed(future, "not running");
	}

	@Test
	void whatHasItsResultWhenItIsClosedKeepsIt() {
		open();
		CompletableFuture<String> future = this.calls.call((result) -> result.complete("done"));
		CompletableFuture<String> released = new CompletableFuture<>();
		this.calls.guard(released);
		this.loop.runAll();
		this.calls.release(released);
		this.calls.close();
		assertThat(future).isNotDone();
		assertThat(released).isNotDone();
		completeAll();
		assertThat(future).isCompletedWithValue("done");
	}

	@Test
	void afterTheCloseAFutureToGuardFailsAtOnce() {
		open();
		this.calls.close();
		CompletableFuture<String> future = new CompletableFuture<>();
		this.calls.guard(future);
		assertFailed(future, "not running");
	}

	@Test
	void withManyThreadsNoFutureIsLeftOpen() throws Exception {
		ExecutorService threads = Executors.newCachedThreadPool();
		ExecutorService realLoop = Executors.newSingleThreadExecutor();
		List<CompletableFuture<Integer>> futures = Collections.synchronizedList(new ArrayList<>());
		try {
			this.calls.open(new Loop(realLoop), threads);
			List<Future<?>> callers = new ArrayList<>();
			for (int thread = 0; thread < 4; thread++) {
				callers.add(threads.submit(() -> {
					for (int i = 0; i < 5_000; i++) {
						int number = i;
						futures.add(this.calls.call((result) -> {
							if (number % 3 > 0) {
								result.complete(number);
							}
						}));
						if (number == 2_500) {
							this.calls.close();
						}
					}
				}));
			}
			for (Future<?> caller : callers) {
				caller.get(Eventually.LIMIT.toSeconds(), TimeUnit.SECONDS);
			}
		}
		finally {
			realLoop.shutdown();
			threads.shutdown();
		}
		assertThat(threads.awaitTermination(Eventually.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
		assertThat(futures).hasSize(20_000).allMatch(CompletableFuture::isDone);
	}

	private void open() {
		this.calls.open(this.loop, this.completions::add);
	}

	private void completeAll() {
		while (!this.completions.isEmpty()) {
			this.completions.remove().run();
		}
	}

	private static void assertFailed(CompletableFuture<?> future, String message) {
		assertThat(future).isCompletedExceptionally();
		assertThat(future.handle((value, failure) -> failure).join()).hasMessage(message);
	}

	/** An event loop that runs its tasks when it is told to. */
	private static final class Loop implements NodeRuntime {

		private final Deque<Runnable> tasks = new ArrayDeque<>();

		private final List<Runnable> timers = new ArrayList<>();

		private final Executor executor;

		private boolean running;

		private Loop() {
			this.executor = this.tasks::add;
		}

		private Loop(Executor executor) {
			this.executor = executor;
		}

		private void runAll() {
			this.running = true;
			while (!this.tasks.isEmpty()) {
				this.tasks.remove().run();
			}
			this.running = false;
		}

		@Override
		public void execute(Runnable task) {
			this.executor.execute(task);
		}

		@Override
		public void schedule(long delayNanos, Runnable task) {
			this.timers.add(task);
		}

		@Override
		public boolean inEventLoop() {
			return this.running;
		}

		@Override
		public long nanoTime() {
			return 0;
		}

		@Override
		public Instant wallClock() {
			return Instant.EPOCH;
		}

		@Override
		public RandomGenerator random() {
			throw new UnsupportedOperationException();
		}

		@Override
		public Executor blocking() {
			throw new UnsupportedOperationException();
		}

	}

}
