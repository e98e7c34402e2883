package io.membership.spring.autoconfigure.discovery;

import io.membership.catalog.CatalogConfig;
import io.membership.catalog.LocalServices;
import io.membership.catalog.ServiceCatalog;
import io.membership.catalog.ServiceDiscovery;
import io.membership.cluster.Cluster;
import io.membership.spring.autoconfigure.MembershipAutoConfiguration;
import io.membership.spring.discovery.ServiceDiscoveryLifecycle;
import io.membership.spring.event.ServiceEventPublisher;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of service discovery: the {@link ServiceCatalog} of the cluster and
 * the {@link LocalServices} of this member to inject, and events. Needs no Spring Cloud.
 */
@AutoConfiguration(after = MembershipAutoConfiguration.class)
@ConditionalOnSingleCandidate(Cluster.class)
@ConditionalOnBooleanProperty(name = "membership.services.enabled", matchIfMissing = true)
@EnableConfigurationProperties(MembershipServicesProperties.class)
public final class MembershipServicesAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean({ ServiceDiscovery.class, CatalogConfig.class })
	CatalogConfig membershipCatalogConfig(MembershipServicesProperties properties, Cluster cluster,
			ObjectProvider<CatalogConfigCustomizer> customizers) {
		CatalogConfig config = CatalogConfigMapper.map(properties, cluster.config().memberlist().name());
		for (CatalogConfigCustomizer customizer : customizers.orderedStream().toList()) {
			config = customizer.customize(config);
		}
		return config;
	}

	/**
	 * The lifecycle closes this bean; its destroy method, which then has no effect,
	 * covers a context that never started it.
	 */
	@Bean
	@ConditionalOnMissingBean
	ServiceDiscovery membershipServiceDiscovery(Cluster cluster, CatalogConfig config) {
		return ServiceDiscovery.create(cluster, config);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnSingleCandidate(ServiceDiscovery.class)
	ServiceCatalog membershipServiceCatalog(ServiceDiscovery services) {
		return services.catalog();
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnSingleCandidate(ServiceDiscovery.class)
	LocalServices membershipLocalServices(ServiceDiscovery services) {
		return services.local();
	}

	@Bean
	@ConditionalOnMissingBean
	ServiceEventPublisher membershipServiceEventPublisher(ApplicationContext context) {
		return new ServiceEventPublisher(context);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnSingleCandidate(ServiceDiscovery.class)
	ServiceDiscoveryLifecycle membershipServiceDiscoveryLifecycle(ServiceDiscovery services,
			ServiceEventPublisher publisher) {
		return new ServiceDiscoveryLifecycle(services, publisher::subscribe);
	}

}
