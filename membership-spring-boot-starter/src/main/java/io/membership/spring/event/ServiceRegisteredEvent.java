package io.membership.spring.event;

import io.membership.catalog.CatalogInstance;
import io.membership.catalog.ServiceCatalog;

/**
 * An instance of a service is there that was not.
 */
public final class ServiceRegisteredEvent extends ServiceEvent {

	ServiceRegisteredEvent(ServiceCatalog source, CatalogInstance instance) {
		super(source, instance);
	}

}
