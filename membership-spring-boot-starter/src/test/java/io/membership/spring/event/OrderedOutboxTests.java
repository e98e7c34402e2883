package io.membership.spring.event;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;

import static io.membership.testing.Eventually.await;
import static io.membership.testing.Eventually.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class OrderedOutboxTests {

	private final OrderedOutbox outbox = new OrderedOutbox();

	private final List<Object> done = Collections.synchronizedList(new ArrayList<>());

	@Test
	void nothingRunsBeforeItIsOpened() {
		this.outbox.put(0, () -> this.done.add(1));
		assertThat(this.done).isEmpty();
	}

	@Test
	void whatWasHeldBackRunsInOrderBeforeWhatIsNewer() {
		this.outbox.put(0, () -> this.done.add(1));
		this.outbox.put(0, () -> this.done.add(2));
		assertThat(this.outbox.open()).isTrue();
		// somebody else was told to drain, so that this one waits behind the others
		this.outbox.put(0, () -> this.done.add(3));
		assertThat(this.done).isEmpty();
		this.outbox.drain();
		this.outbox.put(0, () -> this.done.add(4));
		assertThat(this.done).containsExactly(1, 2, 3, 4);
	}

	@Test
	void whoOpensItEmptyHasNothingToDrain() {
		assertThat(this.outbox.open()).isFalse();
		assertThat(this.outbox.open()).isFalse();
	}

	@Test
	void nothingRunsAfterItIsClosed() {
		this.outbox.put(0, () -> this.done.add(1));
		this.outbox.close();
		assertThat(this.outbox.open()).isFalse();
		this.outbox.drain();
		this.outbox.put(0, () -> this.done.add(2));
		assertThat(this.done).isEmpty();
	}

	@Test
	void closingWithinATaskForgetsTheOthers() {
		this.outbox.put(0, () -> {
			this.done.add(1);
			this.outbox.close();
		});
		this.outbox.put(0, () -> this.done.add(2));
		this.outbox.open();
		this.outbox.drain();
		assertThat(this.done).containsExactly(1);
	}

	@Test
	void aTaskThatThrowsDoesNotKeepTheOthersFromRunning() {
		this.outbox.put(0, () -> {
			throw new IllegalStateException("first");
		});
		this.outbox.put(0, () -> {
			throw new AssertionError("second");
		});
		this.outbox.put(0, () -> this.done.add(3));
		this.outbox.open();
		assertThatIllegalStateException().isThrownBy(this.outbox::drain)
			.withMessage("first")
			.satisfies((ex) -> assertThat(ex.getSuppressed()).hasSize(1));
		this.outbox.put(0, () -> this.done.add(4));
		assertThat(this.done).containsExactly(3, 4);
	}

	@Test
	void aTaskMayPutAnotherIn() {
		this.outbox.open();
		this.outbox.put(0, () -> {
			this.outbox.put(0, () -> this.done.add(2));
			this.done.add(1);
		});
		assertThat(this.done).containsExactly(1, 2);
	}

	@Test
	void whoPutsInTooMuchWaitsUntilThereIsRoom() throws InterruptedException {
		int half = (int) OrderedOutbox.MAX_WEIGHT / 2;
		CountDownLatch third = new CountDownLatch(1);
		Thread producer = new Thread(() -> {
			this.outbox.put(half, () -> this.done.add(1));
			this.outbox.put(half - 2 * OrderedOutbox.TASK_WEIGHT, () -> this.done.add(2));
			this.outbox.put(0, () -> this.done.add(3));
			third.countDown();
		});
		producer.start();
		await("the producer to wait").until(() -> producer.getState() == Thread.State.WAITING);
		assertThat(third.getCount()).isOne();
		this.outbox.open();
		this.outbox.drain();
		open(third, "the producer to have put in the third");
		assertThat(this.done).containsExactly(1, 2, 3);
		producer.join();
	}

	@Test
	void whoWaitsForRoomIsReleasedByTheClose() throws InterruptedException {
		Thread producer = new Thread(() -> {
			this.outbox.put((int) OrderedOutbox.MAX_WEIGHT, () -> this.done.add(1));
			this.outbox.put(0, () -> this.done.add(2));
		});
		producer.start();
		await("the producer to wait").until(() -> producer.getState() == Thread.State.WAITING);
		this.outbox.close();
		producer.join();
		assertThat(this.done).isEmpty();
	}

}
