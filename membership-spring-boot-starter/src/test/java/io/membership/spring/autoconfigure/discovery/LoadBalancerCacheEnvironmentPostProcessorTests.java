package io.membership.spring.autoconfigure.discovery;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.cloud.loadbalancer.cache.LoadBalancerCacheManager;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

class LoadBalancerCacheEnvironmentPostProcessorTests {

	private static final String PROPERTY = "spring.cloud.loadbalancer.cache.enabled";

	private final MockEnvironment environment = new MockEnvironment();

	@Test
	void theCacheIsOffUnlessTheApplicationSaysOtherwise() {
		process(new SpringApplication());
		assertThat(this.environment.getProperty(PROPERTY)).isEqualTo("false");
		this.environment.setProperty(PROPERTY, "true");
		assertThat(this.environment.getProperty(PROPERTY)).isEqualTo("true");
	}

	@ParameterizedTest
	@ValueSource(strings = { "membership.enabled", "membership.services.enabled" })
	void whoDoesNotDiscoverAnythingIsLeftAlone(String property) {
		this.environment.setProperty(property, "false");
		process(new SpringApplication());
		assertThat(this.environment.containsProperty(PROPERTY)).isFalse();
	}

	@Test
	void whoHasNoLoadBalancerIsLeftAlone() {
		process(new SpringApplication(
				new DefaultResourceLoader(new FilteredClassLoader(LoadBalancerCacheManager.class))));
		assertThat(this.environment.containsProperty(PROPERTY)).isFalse();
	}

	private void process(SpringApplication application) {
		new LoadBalancerCacheEnvironmentPostProcessor().postProcessEnvironment(this.environment, application);
	}

}
