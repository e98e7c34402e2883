package io.membership.spring.discovery.cloud;

import org.springframework.cache.support.NoOpCacheManager;
import org.springframework.cloud.loadbalancer.cache.LoadBalancerCacheManager;

/**
 * A cache manager without caches. Its presence avoids the warning of Spring Cloud
 * LoadBalancer about a missing cache.
 */
public final class NoLoadBalancerCache extends NoOpCacheManager implements LoadBalancerCacheManager {

}
