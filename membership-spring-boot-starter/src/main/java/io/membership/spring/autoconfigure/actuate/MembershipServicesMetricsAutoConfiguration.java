package io.membership.spring.autoconfigure.actuate;

import io.membership.catalog.ServiceDiscovery;
import io.membership.spring.autoconfigure.MembershipProperties;
import io.membership.spring.autoconfigure.Own;
import io.membership.spring.autoconfigure.discovery.MembershipServicesAutoConfiguration;
import io.membership.spring.metrics.ServiceMeters;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the meters of service discovery. */
@AutoConfiguration(after = MembershipServicesAutoConfiguration.class,
		afterName = { "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration" })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
@ConditionalOnSingleCandidate(ServiceDiscovery.class)
public final class MembershipServicesMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ServiceMeters membershipServiceMeters(Own<ServiceDiscovery> services, MembershipProperties properties) {
		return new ServiceMeters(services.get().metrics(), MembershipMetricsAutoConfiguration.commonTags(properties));
	}

}
