package io.membership.catalog;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;

import io.membership.catalog.CatalogView.Key;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one listener what changes, off the event loop and one thing at a time. What waits
 * is not events but which instances have changed; the event is made when the listener is
 * ready for it, from what it was last told and what is true then. So nothing is ever
 * lost, and what waits is bounded by the size of the catalog.
 */
final class ListenerQueue {

	private static final Logger logger = LoggerFactory.getLogger(ListenerQueue.class);

	private final CatalogView view;

	private final CatalogListener listener;

	private final Executor executor;

	/** Instances that have changed, in order. Also the monitor. */
	private final Set<Key> changed = new LinkedHashSet<>();

	/** What the listener was last told; used by the one task that runs. */
	private final Map<Key, ServiceInstance> told = new HashMap<>();

	private boolean running;

	private volatile boolean closed;

	ListenerQueue(CatalogView view, CatalogListener listener, Executor executor) {
		this.view = view;
		this.listener = listener;
		this.executor = executor;
	}

	void changed(Key key) {
		synchronized (this.changed) {
			this.changed.add(key);
			if (this.running) {
				return;
			}
			this.running = true;
		}
		this.executor.execute(this::drain);
	}

	void close() {
		this.closed = true;
	}

	private void drain() {
		Key next = poll();
		while (next != null) {
			tell(next);
			next = poll();
		}
	}

	private @Nullable Key poll() {
		synchronized (this.changed) {
			if (this.closed || this.changed.isEmpty()) {
				this.running = false;
				return null;
			}
			Key first = this.changed.iterator().next();
			this.changed.remove(first);
			return first;
		}
	}

	private void tell(Key key) {
		ServiceInstance now = this.view.get(key);
		ServiceInstance before = (now != null) ? this.told.put(key, now) : this.told.remove(key);
		if (now == null && before == null) {
			return;
		}
		try {
			if (now == null && before != null) {
				this.listener.catalogEvent(new CatalogEvent.ServiceDeregistered(before));
			}
			else if (now != null && before == null) {
				this.listener.catalogEvent(new CatalogEvent.ServiceRegistered(now));
			}
			else if (now != null && before != null && !now.service().name().equals(before.service().name())) {
				this.listener.catalogEvent(new CatalogEvent.ServiceDeregistered(before));
				this.listener.catalogEvent(new CatalogEvent.ServiceRegistered(now));
			}
			else if (now != null && before != null && now.health() != before.health()) {
				this.listener.catalogEvent(new CatalogEvent.HealthChanged(now, before.health()));
			}
			else if (now != null && before != null && !now.equals(before)) {
				this.listener.catalogEvent(new CatalogEvent.ServiceUpdated(now, before));
			}
		}
		catch (RuntimeException ex) {
			logger.atWarn().setCause(ex).log("A catalog listener has thrown an exception");
		}
	}

}
