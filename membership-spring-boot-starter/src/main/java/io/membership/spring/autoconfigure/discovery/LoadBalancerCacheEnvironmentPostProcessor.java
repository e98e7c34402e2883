package io.membership.spring.autoconfigure.discovery;

import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.ClassUtils;

/**
 * Disables the cache of Spring Cloud LoadBalancer, unless the application enables it: it
 * would keep a list of instances for 35 seconds, although the catalog is in memory and
 * more recent.
 */
final class LoadBalancerCacheEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	static final String PROPERTY = "spring.cloud.loadbalancer.cache.enabled";

	private static final String LOAD_BALANCER = "org.springframework.cloud.loadbalancer.cache.LoadBalancerCacheManager";

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		if (environment.getProperty("membership.enabled", Boolean.class, true)
				&& environment.getProperty("membership.services.enabled", Boolean.class, true)
				&& ClassUtils.isPresent(LOAD_BALANCER, application.getClassLoader())) {
			// last, so that settings of the application take precedence
			environment.getPropertySources()
				.addLast(new MapPropertySource("membershipDefaults", Map.of(PROPERTY, "false")));
		}
	}

	@Override
	public int getOrder() {
		return LOWEST_PRECEDENCE;
	}

}
