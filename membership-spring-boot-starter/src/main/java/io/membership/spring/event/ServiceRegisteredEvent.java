package io.membership.spring.event;

import io.membership.catalog.ServiceCatalog;
import io.membership.catalog.ServiceInstance;

/**
 * An instance of a service is there that was not.
 */
public final class ServiceRegisteredEvent extends ServiceEvent {

	ServiceRegisteredEvent(ServiceCatalog source, ServiceInstance instance) {
		super(source, instance);
	}

}
