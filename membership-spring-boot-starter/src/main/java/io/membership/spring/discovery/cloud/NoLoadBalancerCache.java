package io.membership.spring.discovery.cloud;

import org.springframework.cache.support.NoOpCacheManager;
import org.springframework.cloud.loadbalancer.cache.LoadBalancerCacheManager;

/**
 * Caches nothing, without the warning that Spring Cloud LoadBalancer logs when it finds
 * no cache.
 */
public final class NoLoadBalancerCache extends NoOpCacheManager implements LoadBalancerCacheManager {

}
