package io.membership.catalog;

import java.util.List;

/**
 * A service in this member's catalog: all its instances at one moment. Immutable.
 *
 * @param name name of the service, untrusted text
 * @param instances the instances, sorted by member and id; possibly empty
 * @param stale whether the list, or a part of it, is the last known one, kept because
 * this member's view may be wrong
 */
public record CatalogService(String name, List<CatalogInstance> instances, boolean stale) {

	/** Copies the instances. */
	public CatalogService {
		instances = List.copyOf(instances);
	}

	/**
	 * Returns the usable instances.
	 * @return the passing instances
	 */
	public List<CatalogInstance> passing() {
		return this.instances.stream().filter(CatalogInstance::isPassing).toList();
	}

}
