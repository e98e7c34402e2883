package io.membership.catalog;

/** Something that has changed in the catalog. */
public sealed interface CatalogEvent {

	/**
	 * The instance that it is about.
	 * @return the instance after the change; a deregistered one as it was last
	 */
	ServiceInstance instance();

	/**
	 * An instance is there that was not.
	 *
	 * @param instance the instance
	 */
	record ServiceRegistered(ServiceInstance instance) implements CatalogEvent {
	}

	/**
	 * An instance is not there any more.
	 *
	 * @param instance what was last known of it
	 */
	record ServiceDeregistered(ServiceInstance instance) implements CatalogEvent {
	}

	/**
	 * The health of an instance has changed, and perhaps more about it.
	 *
	 * @param instance the instance
	 * @param before its health before
	 */
	record HealthChanged(ServiceInstance instance, HealthStatus before) implements CatalogEvent {
	}

	/**
	 * Something other than the health of an instance has changed: address, port, tags,
	 * metadata, or whether it is stale.
	 *
	 * @param instance the instance
	 * @param before the instance before
	 */
	record ServiceUpdated(ServiceInstance instance, ServiceInstance before) implements CatalogEvent {
	}

}
