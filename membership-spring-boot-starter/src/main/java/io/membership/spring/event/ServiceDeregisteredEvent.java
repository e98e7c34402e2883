package io.membership.spring.event;

import io.membership.catalog.CatalogInstance;
import io.membership.catalog.ServiceCatalog;

/**
 * Published when an instance of a service is removed, because it was deregistered or
 * because its member has left or was forgotten.
 */
public final class ServiceDeregisteredEvent extends ServiceEvent {

	ServiceDeregisteredEvent(ServiceCatalog source, CatalogInstance instance) {
		super(source, instance);
	}

}
