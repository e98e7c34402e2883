package io.membership.catalog;

/** A change in the catalog. */
public sealed interface CatalogEvent {

	/**
	 * Returns the instance.
	 * @return the instance after the change; for a deregistered one, its last state
	 */
	CatalogInstance instance();

	/**
	 * An instance appeared.
	 *
	 * @param instance the instance
	 */
	record ServiceRegistered(CatalogInstance instance) implements CatalogEvent {
	}

	/**
	 * An instance disappeared.
	 *
	 * @param instance its last known state
	 */
	record ServiceDeregistered(CatalogInstance instance) implements CatalogEvent {
	}

	/**
	 * The health of an instance changed, possibly together with other attributes.
	 *
	 * @param instance the instance
	 * @param before its health before the change
	 */
	record HealthChanged(CatalogInstance instance, HealthStatus before) implements CatalogEvent {
	}

	/**
	 * An attribute other than the health changed: address, port, tags, metadata, or
	 * whether it is stale.
	 *
	 * @param instance the instance
	 * @param before the instance before the change
	 */
	record ServiceUpdated(CatalogInstance instance, CatalogInstance before) implements CatalogEvent {
	}

}
