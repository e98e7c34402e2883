package io.membership.runtime;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.membership.testing.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

class LimitedExecutorTests {

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final CountDownLatch release = new CountDownLatch(1);

	@AfterEach
	void close() {
		this.release.countDown();
		this.threads.shutdownNow();
	}

	@Test
	void aMemberWithAllItsThreadsBlockedDoesNotStarveAnother() {
		LimitedExecutor blocked = new LimitedExecutor(this.threads, 4);
		LimitedExecutor other = new LimitedExecutor(this.threads, 4);
		AtomicInteger running = new AtomicInteger();
		AtomicInteger done = new AtomicInteger();
		for (int i = 0; i < 100; i++) {
			blocked.execute(() -> {
				running.incrementAndGet();
				block();
				done.incrementAndGet();
			});
		}
		List<String> ran = new CopyOnWriteArrayList<>();
		other.execute(() -> ran.add("name resolution"));
		await("the tasks").until(() -> ran.size() == 1 && running.get() == 4);
		this.release.countDown();
		await("the tasks").until(() -> done.get() == 100);
	}

	@Test
	void blockedCallbacksLeaveThreadsToTheSameMember() {
		LimitedExecutor member = new LimitedExecutor(this.threads, 3);
		List<String> ran = new CopyOnWriteArrayList<>();
		member.execute(this::block);
		member.execute(this::block);
		member.execute(() -> ran.add("name resolution"));
		await("the tasks").until(() -> ran.size() == 1);
	}

	@Test
	void aTaskThatThrowsCostsNoThread() {
		LimitedExecutor member = new LimitedExecutor(this.threads, 1);
		List<String> ran = new CopyOnWriteArrayList<>();
		member.execute(() -> {
			throw new IllegalStateException("provoked by the test");
		});
		member.execute(() -> ran.add("next"));
		await("the tasks").until(() -> ran.size() == 1);
	}

	@Test
	void afterTheThreadsHaveEndedTasksAreDropped() {
		LimitedExecutor member = new LimitedExecutor(this.threads, 1);
		this.threads.shutdownNow();
		for (int i = 0; i < 3; i++) {
			member.execute(() -> assertThat(false).isTrue());
		}
	}

	private void block() {
		try {
			this.release.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
