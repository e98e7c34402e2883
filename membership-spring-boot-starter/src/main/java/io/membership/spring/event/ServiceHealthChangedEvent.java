package io.membership.spring.event;

import io.membership.catalog.CatalogInstance;
import io.membership.catalog.HealthStatus;
import io.membership.catalog.ServiceCatalog;

/**
 * Published when the health of an instance has changed, for example because its member
 * has failed.
 */
public final class ServiceHealthChangedEvent extends ServiceEvent {

	private final HealthStatus before;

	ServiceHealthChangedEvent(ServiceCatalog source, CatalogInstance instance, HealthStatus before) {
		super(source, instance);
		this.before = before;
	}

	/**
	 * Returns the current health.
	 * @return the health
	 */
	public HealthStatus getHealth() {
		return getInstance().health();
	}

	/**
	 * Returns the health before the change.
	 * @return the previous health
	 */
	public HealthStatus getHealthBefore() {
		return this.before;
	}

}
