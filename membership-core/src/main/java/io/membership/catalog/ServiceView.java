package io.membership.catalog;

import java.util.List;

/**
 * All instances of a service at one moment. Immutable.
 *
 * @param name name of the service, untrusted text
 * @param instances the instances, sorted by member and id; empty if there is none
 * @param stale whether the list, or a part of it, is the last that was known, kept
 * because this member has reason to doubt what it sees
 */
public record ServiceView(String name, List<ServiceInstance> instances, boolean stale) {

	/** Copies the instances. */
	public ServiceView {
		instances = List.copyOf(instances);
	}

	/**
	 * The instances that may be used.
	 * @return those that are passing
	 */
	public List<ServiceInstance> passing() {
		return this.instances.stream().filter(ServiceInstance::isPassing).toList();
	}

}
