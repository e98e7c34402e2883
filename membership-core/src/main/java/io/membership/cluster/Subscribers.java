package io.membership.cluster;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

import io.membership.Subscription;
import io.membership.runtime.Mailbox;
import io.membership.runtime.MailboxFigures;

/** The listeners, each with a mailbox. Thread-safe. */
final class Subscribers {

	private final List<Mailbox<ClusterEvent>> mailboxes = new CopyOnWriteArrayList<>();

	private final Mailbox.Limits limits;

	private final MailboxFigures figures;

	private final Executor executor;

	private final LongSupplier clock;

	/**
	 * Creates an empty list.
	 * @param capacity number of events that may wait for one listener
	 * @param figures counts delivered, dropped and merged events
	 * @param executor runs the listeners
	 * @param clock nanoseconds
	 */
	Subscribers(int capacity, MailboxFigures figures, Executor executor, LongSupplier clock) {
		this.limits = Mailbox.Limits.of(capacity);
		this.figures = figures;
		this.executor = executor;
		this.clock = clock;
	}

	/** Adds a listener that receives events from now on. */
	Subscription add(ClusterListener listener) {
		return add(mailbox(listener));
	}

	/** Adds a listener that receives no events before its subscription is resumed. */
	Subscription addPaused(ClusterListener listener) {
		Mailbox<ClusterEvent> mailbox = mailbox(listener);
		mailbox.pause();
		return add(mailbox);
	}

	void tell(ClusterEvent event) {
		this.mailboxes.forEach((mailbox) -> mailbox.put(event));
	}

	private Mailbox<ClusterEvent> mailbox(ClusterListener listener) {
		return new Mailbox<>(listener.getClass().getName(), listener::clusterEvent, this.executor, this.limits,
				new EventRule(), this.figures, this.clock);
	}

	private Subscription add(Mailbox<ClusterEvent> mailbox) {
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

}
