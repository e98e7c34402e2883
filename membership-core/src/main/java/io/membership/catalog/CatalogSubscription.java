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
 * Delivers changes in the catalog to one listener. Its mailbox holds the keys of changed
 * instances, each once, and not events: a delivery compares the last delivered state with
 * the current one. So no change is lost, and the size of the catalog bounds the mailbox.
 */
final class CatalogSubscription implements Consumer<Key> {

	/** The event is computed at delivery, so one entry per key is enough. */
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

	/** The last delivered state; used by one delivery at a time. */
	private final Map<Key, CatalogInstance> told = new HashMap<>();

	CatalogSubscription(CatalogView view, CatalogListener listener, Executor executor, MailboxFigures figures,
			LongSupplier clock) {
		this.view = view;
		this.listener = listener;
		this.mailbox = new Mailbox<>(listener.getClass().getName(), this, executor, new Mailbox.Limits(0, 0),
				new Once(), figures, clock);
	}

	/**
	 * Schedules the delivery of a change of an instance, at once or after
	 * {@link #resume()}.
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
		CatalogInstance now = this.view.get(key);
		CatalogInstance before = (now != null) ? this.told.put(key, now) : this.told.remove(key);
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
