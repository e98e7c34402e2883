package io.membership.runtime;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.membership.Internal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers events to one receiver on another thread, one at a time and in order. All
 * events from the event loop to application code go through a mailbox.
 * <p>
 * A mailbox is bounded by the number of events and by their size in bytes. While it is
 * full, its {@link Rule} decides what happens to a new event:
 * <ul>
 * <li>An event without a key is dropped and counted.
 * <li>An event with a key is never dropped. It is merged with the waiting events of the
 * same key into one event, their net effect, which takes the place of the oldest of them.
 * If no such event waits, it is added. So a full mailbox grows with the number of keys,
 * not with the number of events.
 * </ul>
 * At most one task of a mailbox runs on the executor at a time, and yields to other tasks
 * after a batch of events. A mailbox may start paused; it then collects events, by the
 * same rules, until {@link #resume()}. Exceptions of the receiver are logged and counted,
 * and do not stop the delivery.
 * <p>
 * Thread-safe. The lock is held for a few instructions only, never while the receiver
 * runs; {@link #put} never waits for the receiver.
 *
 * @param <E> type of the events
 */
@Internal
public final class Mailbox<E> {

	private static final Logger logger = LoggerFactory.getLogger(Mailbox.class);

	/** Number of events after which a task yields to the executor's other tasks. */
	private static final int BATCH = 64;

	private static final Duration WARN_INTERVAL = Duration.ofSeconds(30);

	/**
	 * Decides how a full mailbox treats events. Called while the lock of the mailbox is
	 * held, on the thread that puts; must not call back into the mailbox.
	 *
	 * @param <E> type of the events
	 */
	public interface Rule<E> {

		/**
		 * Returns the key of an event.
		 * @param event the event
		 * @return the key by which events are merged; {@code null} if the event may be
		 * dropped
		 */
		@Nullable Object key(E event);

		/**
		 * Returns the size of an event without a key.
		 * @param event the event
		 * @return the number of bytes
		 */
		default long bytes(E event) {
			return 0;
		}

		/**
		 * Splits an event about several keys. Called only when the mailbox is full.
		 * @param event the event
		 * @return events with one key each, or the event itself
		 */
		default Collection<E> parts(E event) {
			return List.of(event);
		}

		/**
		 * Returns the net effect of several events of one key.
		 * @param first the first of them, which implies the state that the receiver knew
		 * before
		 * @param last the last of them, which holds the current state
		 * @return the event to deliver instead of all of them; {@code null} for none
		 */
		@Nullable E merge(E first, E last);

		/**
		 * Returns whether a merged event says that its key is gone for good. The mailbox
		 * keeps at most its capacity of such events, so keys that come and go while the
		 * receiver is stuck cannot exhaust memory.
		 * @param merged a merged event
		 * @return whether the event may be dropped when there are too many
		 */
		default boolean isFinal(E merged) {
			return false;
		}

		/**
		 * Returns the rule for independent events of negligible size: they are dropped
		 * when the mailbox is full.
		 * @param <E> type of the events
		 * @return the rule
		 */
		static <E> Rule<E> independent() {
			return new Rule<>() {

				@Override
				public @Nullable Object key(E event) {
					return null;
				}

				@Override
				public E merge(E first, E last) {
					return last;
				}

			};
		}

	}

	/**
	 * Limits for waiting events.
	 *
	 * @param events number of events; with 0, events of one key are always merged
	 * @param bytes total size of the events that may be dropped
	 */
	public record Limits(int events, long bytes) {

		/**
		 * Large enough for any message, and limits the memory that a stuck receiver
		 * costs.
		 */
		private static final long DEFAULT_BYTES = 64L * 1024 * 1024;

		/**
		 * Returns limits with the default number of bytes, 64 MiB.
		 * @param events number of events
		 * @return the limits
		 */
		public static Limits of(int events) {
			return new Limits(events, DEFAULT_BYTES);
		}

	}

	private final String name;

	private final Consumer<? super E> receiver;

	private final Executor executor;

	private final MailboxFigures figures;

	private final LongSupplier clock;

	private final RateLimit warnings = new RateLimit(WARN_INTERVAL);

	/** The waiting events. Also the monitor. */
	private final MergingQueue<E> queue;

	private boolean paused;

	private boolean scheduled;

	private boolean closed;

	/**
	 * Creates an empty mailbox that is not paused.
	 * @param name name of the receiver, for the log
	 * @param receiver called with each event on the executor
	 * @param executor runs the deliveries; events are lost if it drops a task
	 * @param limits limits for waiting events
	 * @param rule merges or drops events when the mailbox is full
	 * @param figures counts events; may be shared by several mailboxes
	 * @param clock monotonic time in nanoseconds
	 */
	public Mailbox(String name, Consumer<? super E> receiver, Executor executor, Limits limits, Rule<E> rule,
			MailboxFigures figures, LongSupplier clock) {
		this.name = name;
		this.receiver = receiver;
		this.executor = executor;
		this.figures = figures;
		this.clock = clock;
		this.queue = new MergingQueue<>(limits, rule, figures);
	}

	/**
	 * Adds an event. Events put by one thread are delivered in that order.
	 * @param event the event
	 */
	public void put(E event) {
		int dropped;
		boolean start;
		synchronized (this.queue) {
			if (this.closed) {
				return;
			}
			dropped = this.queue.add(event);
			start = isToBeScheduled();
		}
		if (dropped > 0) {
			dropped(dropped);
		}
		if (start) {
			this.executor.execute(this::drain);
		}
	}

	/** Pauses the delivery. Events are collected until {@link #resume()}. */
	public void pause() {
		synchronized (this.queue) {
			this.paused = true;
		}
	}

	/** Resumes the delivery, starting with the events collected during the pause. */
	public void resume() {
		boolean start;
		synchronized (this.queue) {
			this.paused = false;
			start = isToBeScheduled();
		}
		if (start) {
			this.executor.execute(this::drain);
		}
	}

	/**
	 * Discards all waiting and later events. A running call of the receiver continues.
	 * Idempotent.
	 */
	public void close() {
		synchronized (this.queue) {
			this.closed = true;
			this.queue.clear();
		}
	}

	/**
	 * Returns the number of waiting events; merged ones count once.
	 * @return the number of events
	 */
	public int depth() {
		synchronized (this.queue) {
			return this.queue.size();
		}
	}

	private boolean isToBeScheduled() {
		if (this.scheduled || this.paused || this.queue.isEmpty()) {
			return false;
		}
		this.scheduled = true;
		return true;
	}

	private void dropped(int count) {
		long total = this.figures.dropped(count);
		if (this.warnings.tryAcquire(this.clock.getAsLong())) {
			logger.atWarn()
				.addKeyValue("listener", this.name)
				.addKeyValue("dropped", total)
				.log("A listener is too slow: {} events dropped so far", total);
		}
	}

	private void drain() {
		for (int i = 0; i < BATCH; i++) {
			E next = poll();
			if (next == null) {
				return;
			}
			deliver(next);
		}
		this.executor.execute(this::drain);
	}

	private @Nullable E poll() {
		synchronized (this.queue) {
			E next = this.paused ? null : this.queue.poll();
			this.scheduled = next != null;
			return next;
		}
	}

	private void deliver(E event) {
		try {
			this.receiver.accept(event);
		}
		catch (Throwable ex) {
			this.figures.failed(ex);
			logger.atWarn().setCause(ex).addKeyValue("listener", this.name).log("A listener has thrown an exception");
		}
		this.figures.delivered(1);
	}

}
