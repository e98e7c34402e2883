package io.membership.runtime;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.membership.runtime.Mailbox.Limits;
import io.membership.testing.Eventually;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.membership.testing.Eventually.await;
import static io.membership.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

class MailboxTests {

	/** Text without a key, or a change of a key from one number to another. */
	private record Event(@Nullable String key, int from, int to, String text) {

		static Event of(String text) {
			return new Event(null, 0, 0, text);
		}

		static Event of(String key, int from, int to) {
			return new Event(key, from, to, "");
		}

		@Override
		public String toString() {
			return (this.key != null) ? this.key + ":" + this.from + ">" + this.to : this.text;
		}

	}

	/** A change back to where it began need not be told; a change to -1 is the end. */
	private static final class ByKey implements Mailbox.Rule<Event> {

		@Override
		public @Nullable Object key(Event event) {
			return "all".equals(event.key()) ? null : event.key();
		}

		@Override
		public long bytes(Event event) {
			return event.text().length();
		}

		@Override
		public Collection<Event> parts(Event event) {
			return "all".equals(event.key())
					? List.of(Event.of("a", event.from(), event.to()), Event.of("b", event.from(), event.to()))
					: List.of(event);
		}

		@Override
		public @Nullable Event merge(Event first, Event last) {
			return (first.from() == last.to()) ? null : new Event(first.key(), first.from(), last.to(), "");
		}

		@Override
		public boolean isFinal(Event merged) {
			return merged.to() == -1;
		}

	}

	private final Deque<Runnable> work = new ArrayDeque<>();

	private final List<String> received = new ArrayList<>();

	private final MailboxFigures figures = new MailboxFigures();

	private final Mailbox<Event> mailbox = mailbox(new Limits(3, 10));

	@Test
	void eventsAreDeliveredInTheirOrderOnTheExecutor() {
		put("x");
		put("k", 0, 1);
		put("y");
		assertThat(this.received).isEmpty();
		assertThat(this.work).as("one task at a time").hasSize(1);
		catchUp();
		assertThat(this.received).containsExactly("x", "k:0>1", "y");
		assertThat(this.figures.delivered()).isEqualTo(3);
		assertThat(this.figures.depth()).isZero();
	}

	@Test
	void eventsOfOneKeyAreNotMergedWhileThereIsRoom() {
		put("k", 0, 1);
		put("k", 1, 2);
		put("k", 2, 0);
		catchUp();
		assertThat(this.received).containsExactly("k:0>1", "k:1>2", "k:2>0");
		assertThat(this.figures.merged()).isZero();
	}

	@Test
	void withoutRoomAnEventWithoutAKeyIsDroppedAndCounted() {
		for (int i = 0; i < 10; i++) {
			put("e" + i);
		}
		assertThat(this.figures.depth()).isEqualTo(3);
		assertThat(this.figures.dropped()).isEqualTo(7);
		catchUp();
		assertThat(this.received).containsExactly("e0", "e1", "e2");
	}

	@Test
	void theBytesOfWhatWaitsAreBounded() {
		put("123456");
		put("12345");
		put("1234");
		assertThat(this.figures.dropped()).isOne();
		catchUp();
		put("1234567890");
		put("1");
		catchUp();
		assertThat(this.received).as("room is free again after the delivery")
			.containsExactly("123456", "1234", "1234567890");
	}

	@Test
	void withoutRoomEventsOfOneKeyBecomeTheirNetEffectInThePlaceOfTheOldest() {
		put("k", 0, 1);
		put("x");
		put("k", 1, 2);
		put("k", 2, 3);
		assertThat(this.figures.depth()).isEqualTo(2);
		assertThat(this.figures.merged()).isEqualTo(2);
		put("y");
		put("k", 3, 4);
		catchUp();
		assertThat(this.received).containsExactly("k:0>4", "x", "y");
		assertThat(this.figures.dropped()).isZero();
	}

	@Test
	void whatHasNoNetEffectIsNotDelivered() {
		put("x");
		put("y");
		put("z");
		put("k", 0, 1);
		put("k", 1, 0);
		assertThat(this.mailbox.depth()).isEqualTo(3);
		assertThat(this.figures.merged()).isEqualTo(2);
		put("k", 0, 2);
		catchUp();
		assertThat(this.received).containsExactly("x", "y", "z", "k:0>2");
	}

	@Test
	void withoutRoomAKeyThatIsNewIsAddedBehindTheOthers() {
		put("x");
		put("y");
		put("z");
		put("k", 0, 1);
		put("l", 0, 1);
		catchUp();
		assertThat(this.received).containsExactly("x", "y", "z", "k:0>1", "l:0>1");
	}

	@Test
	void withoutRoomAnEventAboutSeveralKeysIsTakenApart() {
		put("a", 0, 1);
		put("x");
		put("y");
		put("all", 1, 2);
		catchUp();
		assertThat(this.received).containsExactly("a:0>2", "x", "y", "b:1>2");
	}

	@Test
	void anEventAboutSeveralKeysIsDeliveredWholeWhileThereIsRoom() {
		put("all", 0, 1);
		catchUp();
		assertThat(this.received).containsExactly("all:0>1");
	}

	@Test
	void keysThatComeAndGoDoNotFillTheMemory() {
		for (int i = 0; i < 10_000; i++) {
			put("k" + i, 0, 1);
			put("k" + i, 1, 2);
			put("k" + i, 2, -1);
		}
		assertThat(this.mailbox.depth()).isLessThan(10);
		assertThat(this.figures.depth()).isEqualTo(this.mailbox.depth());
		assertThat(this.figures.dropped()).isGreaterThan(9_000);
	}

	@Test
	void aMailboxWithoutRoomAlwaysMerges() {
		Mailbox<Event> merging = mailbox(new Limits(0, 0));
		merging.put(Event.of("k", 0, 1));
		merging.put(Event.of("l", 0, 1));
		merging.put(Event.of("k", 1, 2));
		catchUp();
		assertThat(this.received).containsExactly("k:0>2", "l:0>1");
	}

	@Test
	void whatComesAfterTheReceiverHasCaughtUpIsNotMerged() {
		for (int i = 0; i < 5; i++) {
			put("k", i, i + 1);
		}
		catchUp();
		this.received.clear();
		put("k", 5, 6);
		put("k", 6, 5);
		catchUp();
		assertThat(this.received).containsExactly("k:5>6", "k:6>5");
	}

	@ParameterizedTest
	@ValueSource(strings = { "exception", "assertion", "linkage", "stack" })
	void aReceiverThatThrowsIsCalledWithTheNextEvent(String kind) {
		put(kind);
		put("x");
		catchUp();
		assertThat(this.received).containsExactly("x");
		assertThat(this.figures.errors()).isOne();
		assertThat(this.figures.delivered()).isEqualTo(2);
		assertThat(this.figures.lastFailure()).hasMessageContaining("provoked");
	}

	@Test
	void aPausedMailboxCollectsByTheSameRulesUntilItIsResumed() {
		this.mailbox.pause();
		put("k", 0, 1);
		put("x");
		put("y");
		put("z");
		put("k", 1, 2);
		assertThat(this.work).isEmpty();
		this.mailbox.resume();
		this.mailbox.resume();
		assertThat(this.work).hasSize(1);
		catchUp();
		assertThat(this.received).containsExactly("k:0>2", "x", "y");
		put("w");
		catchUp();
		assertThat(this.received).endsWith("w");
	}

	@Test
	void aMailboxThatIsPausedDuringADeliveryStopsBeforeTheNextEvent() {
		put("pause");
		put("x");
		catchUp();
		assertThat(this.received).containsExactly("pause");
		this.mailbox.resume();
		catchUp();
		assertThat(this.received).containsExactly("pause", "x");
	}

	@Test
	void afterItIsClosedNothingIsDelivered() {
		put("x");
		this.mailbox.close();
		put("y");
		this.mailbox.resume();
		this.mailbox.close();
		catchUp();
		assertThat(this.received).isEmpty();
		assertThat(this.figures.depth()).isZero();
	}

	@Test
	void aReceiverThatClosesItsMailboxIsNotCalledAgain() {
		put("close");
		put("x");
		catchUp();
		assertThat(this.received).containsExactly("close");
	}

	@Test
	void aReceiverMayPutEvents() {
		put("put");
		put("x");
		catchUp();
		assertThat(this.received).containsExactly("put", "x", "more");
	}

	@Test
	void aMailboxMakesRoomForOtherTasksAfterABatch() {
		Mailbox<Event> large = mailbox(Limits.of(1000));
		for (int i = 0; i < 100; i++) {
			large.put(Event.of("e" + i));
		}
		this.work.remove().run();
		assertThat(this.received.size()).isLessThan(100);
		assertThat(this.work).hasSize(1);
		catchUp();
		assertThat(this.received).hasSize(100);
	}

	/**
	 * Threads count their keys up while the receiver follows. Each event tells from where
	 * to where, so that one that is lost, doubled or out of order does not fit.
	 */
	@Test
	void withManyThreadsNoChangeOfAKeyIsLostOrOutOfOrder() throws Exception {
		int steps = 20_000;
		List<String> keys = List.of("k0", "k1", "k2", "k3");
		MailboxFigures counted = new MailboxFigures();
		Map<String, Integer> known = new ConcurrentHashMap<>();
		List<String> wrong = Collections.synchronizedList(new ArrayList<>());
		AtomicInteger inside = new AtomicInteger();
		ExecutorService threads = Executors.newCachedThreadPool();
		try {
			Mailbox<Event> shared = new Mailbox<>("test", (event) -> {
				if (inside.incrementAndGet() != 1) {
					wrong.add("two at a time: " + event);
				}
				String key = String.valueOf(event.key());
				if (known.getOrDefault(key, 0) != event.from()) {
					wrong.add(known.get(key) + " before " + event);
				}
				known.put(key, event.to());
				inside.decrementAndGet();
			}, threads, Limits.of(8), new ByKey(), counted, () -> 0L);
			List<Future<?>> puts = keys.stream().<Future<?>>map((key) -> threads.submit(() -> {
				for (int i = 0; i < steps; i++) {
					shared.put((i % 64 == 63) ? Event.of("text") : Event.of(key, i - i / 64, i - i / 64 + 1));
				}
			})).toList();
			for (Future<?> done : puts) {
				shared.pause();
				shared.resume();
				done.get(Eventually.LIMIT.toSeconds(), TimeUnit.SECONDS);
			}
			int last = steps - steps / 64;
			eventually(() -> assertThat(keys).allSatisfy((key) -> assertThat(known).containsEntry(key, last)));
			await("an empty mailbox").until(() -> counted.depth() == 0);
		}
		finally {
			threads.shutdown();
		}
		assertThat(wrong).isEmpty();
		assertThat(counted.delivered() + counted.merged() + counted.dropped()).isEqualTo(4L * steps);
	}

	private Mailbox<Event> mailbox(Limits limits) {
		return new Mailbox<>("test", this::receive, this.work::add, limits, new ByKey(), this.figures, () -> 0L);
	}

	private void receive(Event event) {
		switch (event.text()) {
			case "exception" -> throw new IllegalStateException("provoked");
			case "assertion" -> throw new AssertionError("provoked");
			case "linkage" -> throw new NoClassDefFoundError("provoked");
			case "stack" -> throw new StackOverflowError("provoked");
			case "close" -> this.mailbox.close();
			case "pause" -> this.mailbox.pause();
			case "put" -> put("more");
			default -> {
			}
		}
		this.received.add(event.toString());
	}

	private void put(String text) {
		this.mailbox.put(Event.of(text));
	}

	private void put(String key, int from, int to) {
		this.mailbox.put(Event.of(key, from, to));
	}

	private void catchUp() {
		while (!this.work.isEmpty()) {
			this.work.remove().run();
		}
	}

}
