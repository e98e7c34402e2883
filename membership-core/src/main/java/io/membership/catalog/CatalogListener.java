package io.membership.catalog;

/**
 * Is told what changes in the catalog. Called off the event loop, one call at a time, in
 * order for each instance. A slow listener delays nobody; it is told the net effect of
 * what has happened to an instance since it was last told of it.
 */
@FunctionalInterface
public interface CatalogListener {

	/**
	 * Something has changed.
	 * @param event what
	 */
	void catalogEvent(CatalogEvent event);

}
