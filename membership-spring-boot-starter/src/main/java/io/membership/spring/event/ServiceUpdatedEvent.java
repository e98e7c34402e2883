package io.membership.spring.event;

import io.membership.catalog.CatalogInstance;
import io.membership.catalog.ServiceCatalog;

/**
 * Published when an attribute of an instance other than its health has changed: address,
 * port, tags, metadata, or whether it is stale.
 */
public final class ServiceUpdatedEvent extends ServiceEvent {

	ServiceUpdatedEvent(ServiceCatalog source, CatalogInstance instance) {
		super(source, instance);
	}

}
