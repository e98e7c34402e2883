package io.membership.spring.event;

import io.membership.catalog.CatalogEvent;
import io.membership.catalog.CatalogInstance;
import io.membership.catalog.ServiceCatalog;

import org.springframework.context.ApplicationEvent;

/**
 * Something has changed about an instance of a service, which may be this application's
 * own.
 * <p>
 * Events of one instance arrive in order; one listener is called at a time. Nothing is
 * published before the application context is refreshed nor after it began to close; what
 * was known before is published then, as registered. Listeners run on a thread of their
 * own: for one that takes long, changes of one instance are merged to their net effect.
 */
public abstract sealed class ServiceEvent extends ApplicationEvent
		permits ServiceRegisteredEvent, ServiceDeregisteredEvent, ServiceHealthChangedEvent, ServiceUpdatedEvent {

	private final CatalogInstance instance;

	ServiceEvent(ServiceCatalog source, CatalogInstance instance) {
		super(source);
		this.instance = instance;
	}

	/**
	 * The instance after the change; one that is gone as it was last. What it says about
	 * itself comes from the network: it is untrusted text.
	 * @return the instance, immutable
	 */
	public final CatalogInstance getInstance() {
		return this.instance;
	}

	/**
	 * Name of the service.
	 * @return the name
	 */
	public final String getServiceName() {
		return this.instance.service().name();
	}

	/**
	 * The catalog that has changed.
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
