package io.membership.spring.discovery.cloud;

import reactor.core.publisher.Flux;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.ReactiveDiscoveryClient;

/** Reactive variant of {@link MembershipDiscoveryClient}. Never blocks. */
public final class MembershipReactiveDiscoveryClient implements ReactiveDiscoveryClient {

	private final MembershipDiscoveryClient client;

	/**
	 * Creates the client.
	 * @param client finds the instances
	 */
	public MembershipReactiveDiscoveryClient(MembershipDiscoveryClient client) {
		this.client = client;
	}

	@Override
	public String description() {
		return this.client.description();
	}

	@Override
	public Flux<ServiceInstance> getInstances(String serviceId) {
		return Flux.defer(() -> Flux.fromIterable(this.client.getInstances(serviceId)));
	}

	@Override
	public Flux<String> getServices() {
		return Flux.defer(() -> Flux.fromIterable(this.client.getServices()));
	}

	@Override
	public int getOrder() {
		return this.client.getOrder();
	}

}
