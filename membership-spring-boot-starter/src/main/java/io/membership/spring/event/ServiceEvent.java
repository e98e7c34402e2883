package io.membership.spring.event;

import io.membership.catalog.CatalogEvent;
import io.membership.catalog.CatalogInstance;
import io.membership.catalog.ServiceCatalog;

import org.springframework.context.ApplicationEvent;

/**
 * Published when an instance of a service, possibly one of this application, has changed.
 * <p>
 * Events of one instance are published in order, to one listener at a time. Events are
 * published only between the refresh and the close of the application context; instances
 * known at the refresh are published as registered. Listeners run on a separate thread;
 * if they are slow, changes of one instance are merged into their net effect.
 */
public abstract sealed class ServiceEvent extends ApplicationEvent
		permits ServiceRegisteredEvent, ServiceDeregisteredEvent, ServiceHealthChangedEvent, ServiceUpdatedEvent {

	private final CatalogInstance instance;

	ServiceEvent(ServiceCatalog source, CatalogInstance instance) {
		super(source);
		this.instance = instance;
	}

	/**
	 * Returns the instance after the change or, once deregistered, its last state. Its
	 * attributes come from the network and are untrusted text.
	 * @return the instance, immutable
	 */
	public final CatalogInstance getInstance() {
		return this.instance;
	}

	/**
	 * Returns the name of the service.
	 * @return the name
	 */
	public final String getServiceName() {
		return this.instance.service().name();
	}

	/**
	 * Returns the catalog that has changed.
	 * @return the catalog of this member
	 */
	public final ServiceCatalog getCatalog() {
		return (ServiceCatalog) getSource();
	}

	@Override
	public String toString() {
		return getClass().getSimpleName() + "[" + this.instance + "]";
	}

	static ServiceEvent of(ServiceCatalog source, CatalogEvent event) {
		if (event instanceof CatalogEvent.ServiceRegistered) {
			return new ServiceRegisteredEvent(source, event.instance());
		}
		if (event instanceof CatalogEvent.ServiceDeregistered) {
			return new ServiceDeregisteredEvent(source, event.instance());
		}
		if (event instanceof CatalogEvent.HealthChanged health) {
			return new ServiceHealthChangedEvent(source, event.instance(), health.before());
		}
		return new ServiceUpdatedEvent(source, event.instance());
	}

}
