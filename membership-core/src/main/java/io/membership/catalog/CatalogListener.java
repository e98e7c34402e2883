package io.membership.catalog;

/**
 * Receives changes in the catalog. Called off the event loop, one call at a time, in
 * order for each instance. A slow listener delays no other listener; it receives the net
 * effect of all changes of an instance since its last call for it.
 */
@FunctionalInterface
public interface CatalogListener {

	/**
	 * Called for a change.
	 * @param event the change
	 */
	void catalogEvent(CatalogEvent event);

}
