package io.membership.spring.autoconfigure.discovery;

import io.membership.catalog.CatalogConfig;

/**
 * Changes the settings of service discovery after the properties have been applied, for
 * example limits, or further catalogs to keep in sync. Beans of this type are called in
 * their order.
 */
@FunctionalInterface
public interface CatalogConfigCustomizer {

	/**
	 * Returns the changed settings.
	 * @param config the settings so far
	 * @return the settings to use
	 */
	CatalogConfig customize(CatalogConfig config);

}
