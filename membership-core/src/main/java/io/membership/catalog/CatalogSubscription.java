package io.membership.catalog;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.membership.catalog.CatalogView.Key;
import io.membership.runtime.Mailbox;
import io.membership.runtime.MailboxFigures;

/**
 * Tells one listener what changes in the catalog. What waits in its mailbox is not events
 * but which instances have changed, each of them once; the event is made when the
 * listener is ready for it, from what it was last told and what is true by then. So
 * nothing is ever lost, and what waits is bounded by the size of the catalog.
 */
final class CatalogSubscription implements Consumer<Key> {

	/** The event is made from what is true later, so one mention of a key is enough. */
	private static final class Once implements Mailbox.Rule<Key> {

		@Override
		public Object key(Key changed) {
			return changed;
		}

		@Override
		public Key merge(Key first, Key last) {
			return first;
		}

	}

	private final CatalogView view;

	private final CatalogListener listener;

	private final Mailbox<Key> mailbox;

	/** What the listener was last told; used by one delivery at a time. */
	private final Map<Key, ServiceInstance> told = new HashMap<>();

	CatalogSubscription(CatalogView view, CatalogListener listener, Executor executor, MailboxFigures figures,
			LongSupplier clock) {
		this.view = view;
		this.listener = listener;
		this.mailbox = new Mailbox<>(listener.getClass().getName(), this, executor, new Mailbox.Limits(0, 0),
				new Once(), figures, clock);
	}

	/**
	 * Tells the listener, now or after {@link #resume()}, how an instance has changed.
	 */
	void changed(Key key) {
		this.mailbox.put(key);
	}

	void pause() {
		this.mailbox.pause();
	}

	void resume() {
		this.mailbox.resume();
	}

	void close() {
		this.mailbox.close();
	}

	@Override
	public void accept(Key key) {
		ServiceInstance now = this.view.get(key);
		ServiceInstance before = (now != null) ? this.told.put(key, now) : this.told.remove(key);
		if (now == null) {
			if (before != null) {
				this.listener.catalogEvent(new CatalogEvent.ServiceDeregistered(before));
			}
		}
		else if (before == null) {
			this.listener.catalogEvent(new CatalogEvent.ServiceRegistered(now));
		}
		else if (!now.service().name().equals(before.service().name())) {
			this.listener.catalogEvent(new CatalogEvent.ServiceDeregistered(before));
			this.listener.catalogEvent(new CatalogEvent.ServiceRegistered(now));
		}
		else if (now.health() != before.health()) {
			this.listener.catalogEvent(new CatalogEvent.HealthChanged(now, before.health()));
		}
		else if (!now.equals(before)) {
			this.listener.catalogEvent(new CatalogEvent.ServiceUpdated(now, before));
		}
	}

}
