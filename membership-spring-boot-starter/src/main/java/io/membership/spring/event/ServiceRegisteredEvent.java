package io.membership.spring.event;

import io.membership.catalog.CatalogInstance;
import io.membership.catalog.ServiceCatalog;

/** Published when a new instance of a service is available in the catalog. */
public final class ServiceRegisteredEvent extends ServiceEvent {

	ServiceRegisteredEvent(ServiceCatalog source, CatalogInstance instance) {
		super(source, instance);
	}

}
