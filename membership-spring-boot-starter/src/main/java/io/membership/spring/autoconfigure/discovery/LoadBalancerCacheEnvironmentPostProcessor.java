package io.membership.spring.autoconfigure.discovery;

import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.ClassUtils;

/**
 * Switches Spring Cloud LoadBalancer's cache off, unless the application says otherwise:
 * it would keep a list of instances for 35 seconds that the catalog has in memory anyway,
 * and is up to date in.
 */
final class LoadBalancerCacheEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	static final String PROPERTY = "spring.cloud.loadbalancer.cache.enabled";

	private static final String LOAD_BALANCER = "org.springframework.cloud.loadbalancer.cache.LoadBalancerCacheManager";

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		if (environment.getProperty("membership.enabled", Boolean.class, true)
				&& environment.getProperty("membership.services.enabled", Boolean.class, true)
				&& ClassUtils.isPresent(LOAD_BALANCER, application.getClassLoader())) {
			// last: whatever the application sets comes first
			environment.getPropertySources()
				.addLast(new MapPropertySource("membershipDefaults", Map.of(PROPERTY, "false")));
		}
	}

	@Override
	public int getOrder() {
		return LOWEST_PRECEDENCE;
	}

}
