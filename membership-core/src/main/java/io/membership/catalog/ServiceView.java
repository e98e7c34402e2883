package io.membership.catalog;

import java.util.List;

/**
 * All instances of a service at one moment. Immutable.
 *
 * @param name name of the service, untrusted text
 * @param instances the instances, sorted by member and id; possibly empty
 * @param stale whether the list, or a part of it, is the last known one, kept because
 * this member's view may be wrong
 */
public record ServiceView(String name, List<ServiceInstance> instances, boolean stale) {

	/** Copies the instances. */
	public ServiceView {
		instances = List.copyOf(instances);
	}

	/**
	 * Returns the usable instances.
	 * @return the passing instances
	 */
	public List<ServiceInstance> passing() {
		return this.instances.stream().filter(ServiceInstance::isPassing).toList();
	}

}
