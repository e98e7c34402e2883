package io.membership.spring.discovery.cloud;

import java.util.List;

import io.membership.catalog.ServiceCatalog;
import io.membership.spring.discovery.InstanceSelection;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;

/**
 * Finds the instances of services in the catalog of this member. Answers from memory: no
 * call leaves the process or can fail, and a cache on top would only make the result
 * older.
 */
public final class MembershipDiscoveryClient implements DiscoveryClient {

	private final ServiceCatalog catalog;

	private final int order;

	/**
	 * Creates the client.
	 * @param catalog the catalog of this member
	 * @param order its place among several discovery clients
	 */
	public MembershipDiscoveryClient(ServiceCatalog catalog, int order) {
		this.catalog = catalog;
		this.order = order;
	}

	@Override
	public String description() {
		return "Catalog of the cluster";
	}

	/** Returns the instances to call, see {@link InstanceSelection}. */
	@Override
	public List<ServiceInstance> getInstances(String serviceId) {
		return InstanceSelection.callable(this.catalog.service(serviceId))
			.stream()
			.map(MembershipServiceInstance::of)
			.filter(MembershipServiceInstance::isCallable)
			.<ServiceInstance>map((instance) -> instance)
			.toList();
	}

	@Override
	public List<String> getServices() {
		return List.copyOf(this.catalog.services());
	}

	@Override
	public int getOrder() {
		return this.order;
	}

}
