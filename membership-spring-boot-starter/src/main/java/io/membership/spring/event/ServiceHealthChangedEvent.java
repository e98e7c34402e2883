package io.membership.spring.event;

import io.membership.catalog.CatalogInstance;
import io.membership.catalog.HealthStatus;
import io.membership.catalog.ServiceCatalog;

/**
 * The health of an instance has changed: its own, or because its member has failed.
 */
public final class ServiceHealthChangedEvent extends ServiceEvent {

	private final HealthStatus before;

	ServiceHealthChangedEvent(ServiceCatalog source, CatalogInstance instance, HealthStatus before) {
		super(source, instance);
		this.before = before;
	}

	/**
	 * The health now.
	 * @return the health
	 */
	public HealthStatus getHealth() {
		return getInstance().health();
	}

	/**
	 * The health before.
	 * @return the health that was last told
	 */
	public HealthStatus getHealthBefore() {
		return this.before;
	}

}
