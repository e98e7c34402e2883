package io.membership.runtime;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.membership.Internal;
import io.membership.Subscription;

/**
 * Delivers the same events to any number of listeners. Each has its own {@link Mailbox},
 * so a slow listener does not delay the others. Thread-safe.
 *
 * @param <E> type of the events
 */
@Internal
public final class Subscribers<E> {

	private final List<Mailbox<E>> mailboxes = new CopyOnWriteArrayList<>();

	private final Mailbox.Limits limits;

	private final Mailbox.Rule<E> rule;

	private final MailboxFigures figures;

	private final Executor executor;

	private final LongSupplier clock;

	/**
	 * Creates an empty list.
	 * @param limits limits for the events waiting for one listener
	 * @param rule merges or drops events when a mailbox is full; stateless
	 * @param figures counts the events of all listeners together
	 * @param executor runs the listeners
	 * @param clock monotonic time in nanoseconds
	 */
	public Subscribers(Mailbox.Limits limits, Mailbox.Rule<E> rule, MailboxFigures figures, Executor executor,
			LongSupplier clock) {
		this.limits = limits;
		this.rule = rule;
		this.figures = figures;
		this.executor = executor;
		this.clock = clock;
	}

	/**
	 * Adds a listener for all later events.
	 * @param name name of the listener, for the log
	 * @param listener called on the executor with one event at a time
	 * @param paused whether events are collected until the subscription is resumed
	 * @return resumes and ends the subscription
	 */
	public Subscription add(String name, Consumer<? super E> listener, boolean paused) {
		Mailbox<E> mailbox = new Mailbox<>(name, listener, this.executor, this.limits, this.rule, this.figures,
				this.clock);
		if (paused) {
			mailbox.pause();
		}
		this.mailboxes.add(mailbox);
		return new Subscription() {

			@Override
			public void resume() {
				mailbox.resume();
			}

			@Override
			public void close() {
				Subscribers.this.mailboxes.remove(mailbox);
				mailbox.close();
			}

		};
	}

	/**
	 * Delivers an event to all listeners.
	 * @param event the event
	 */
	public void tell(E event) {
		this.mailboxes.forEach((mailbox) -> mailbox.put(event));
	}

}
