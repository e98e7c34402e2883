package io.membership.spring.autoconfigure.discovery;

import io.membership.catalog.CatalogConfig;

/**
 * Bean that changes the settings of service discovery after the properties were applied:
 * limits, further catalogs to keep in sync. Several are called in order.
 */
@FunctionalInterface
public interface CatalogConfigCustomizer {

	/**
	 * Changes the settings.
	 * @param config the settings so far
	 * @return the settings from now on
	 */
	CatalogConfig customize(CatalogConfig config);

}
