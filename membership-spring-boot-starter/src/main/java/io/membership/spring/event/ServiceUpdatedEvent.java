package io.membership.spring.event;

import io.membership.catalog.CatalogInstance;
import io.membership.catalog.ServiceCatalog;

/**
 * Something other than the health of an instance has changed: address, port, tags,
 * metadata, or whether it is the last that is known of it.
 */
public final class ServiceUpdatedEvent extends ServiceEvent {

	ServiceUpdatedEvent(ServiceCatalog source, CatalogInstance instance) {
		super(source, instance);
	}

}
