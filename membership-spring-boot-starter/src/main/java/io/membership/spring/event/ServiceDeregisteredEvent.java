package io.membership.spring.event;

import io.membership.catalog.CatalogInstance;
import io.membership.catalog.ServiceCatalog;

/**
 * An instance of a service is not there any more: it was deregistered, or its member has
 * left or was forgotten.
 */
public final class ServiceDeregisteredEvent extends ServiceEvent {

	ServiceDeregisteredEvent(ServiceCatalog source, CatalogInstance instance) {
		super(source, instance);
	}

}
