package io.membership.spring.event;

import java.util.function.Supplier;

import io.membership.catalog.CatalogEvent;
import io.membership.catalog.CatalogListener;
import io.membership.catalog.ServiceCatalog;

import org.springframework.context.ApplicationContext;

/**
 * Publishes what changes in the catalog as application events: {@link ServiceEvent}. What
 * arrives before the context is refreshed is held back until then.
 */
public final class ServiceEventPublisher extends HeldBackPublisher implements CatalogListener {

	private final Supplier<ServiceCatalog> catalog;

	/**
	 * Creates the publisher.
	 * @param context where to publish, and whose refresh and close to follow
	 * @param catalog gives the source of the events; not called before the first event
	 */
	public ServiceEventPublisher(ApplicationContext context, Supplier<ServiceCatalog> catalog) {
		super(context);
		this.catalog = catalog;
	}

	@Override
	public void catalogEvent(CatalogEvent event) {
		publish(0, () -> ServiceEvent.of(this.catalog.get(), event));
	}

}
