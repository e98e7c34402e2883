package io.membership.spring.discovery.cloud;

import java.util.Objects;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cache.Cache;
import org.springframework.cloud.client.discovery.event.HeartbeatEvent;
import org.springframework.cloud.loadbalancer.cache.LoadBalancerCacheManager;
import org.springframework.cloud.loadbalancer.core.CachingServiceInstanceListSupplier;
import org.springframework.context.ApplicationListener;

/**
 * Evicts the load balancer's cache when the catalog has changed, for applications that
 * have enabled the cache.
 */
public final class LoadBalancerCacheEviction implements ApplicationListener<HeartbeatEvent> {

	private final ObjectProvider<LoadBalancerCacheManager> managers;

	/**
	 * Creates the listener.
	 * @param managers the caches of the load balancer, if there are any
	 */
	public LoadBalancerCacheEviction(ObjectProvider<LoadBalancerCacheManager> managers) {
		this.managers = managers;
	}

	@Override
	public void onApplicationEvent(HeartbeatEvent event) {
		this.managers.stream(ObjectProvider.UNFILTERED, true)
			.map((manager) -> manager.getCache(CachingServiceInstanceListSupplier.SERVICE_INSTANCE_CACHE_NAME))
			.filter(Objects::nonNull)
			.forEach(Cache::clear);
	}

}
