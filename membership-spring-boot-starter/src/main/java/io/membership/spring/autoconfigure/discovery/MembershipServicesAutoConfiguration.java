package io.membership.spring.autoconfigure.discovery;

import io.membership.catalog.CatalogConfig;
import io.membership.catalog.LocalServices;
import io.membership.catalog.ServiceCatalog;
import io.membership.catalog.ServiceDiscovery;
import io.membership.cluster.Cluster;
import io.membership.spring.autoconfigure.MembershipAutoConfiguration;
import io.membership.spring.autoconfigure.Own;
import io.membership.spring.discovery.ServiceDiscoveryLifecycle;
import io.membership.spring.event.ServiceEventPublisher;

import org.springframework.beans.factory.BeanFactory;
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
	CatalogConfig membershipCatalogConfig(Own<CatalogConfig> own) {
		return own.get();
	}

	@Bean
	@ConditionalOnSingleCandidate(CatalogConfig.class)
	@ConditionalOnMissingBean(name = "membershipOwnCatalogConfig")
	Own<CatalogConfig> membershipOwnCatalogConfig(BeanFactory beans, MembershipServicesProperties properties,
			Own<Cluster> cluster, ObjectProvider<CatalogConfigCustomizer> customizers) {
		return Own.of(beans, "membershipCatalogConfig", CatalogConfig.class,
				() -> settings(properties, cluster.get(), customizers));
	}

	private static CatalogConfig settings(MembershipServicesProperties properties, Cluster cluster,
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
	ServiceDiscovery membershipServiceDiscovery(Own<ServiceDiscovery> own) {
		return own.get();
	}

	@Bean
	@ConditionalOnMissingBean(name = "membershipOwnServiceDiscovery")
	Own<ServiceDiscovery> membershipOwnServiceDiscovery(BeanFactory beans, Own<Cluster> cluster,
			ObjectProvider<Own<CatalogConfig>> config) {
		return Own.of(beans, "membershipServiceDiscovery", ServiceDiscovery.class,
				() -> ServiceDiscovery.create(cluster.get(), config.getObject().get()));
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnSingleCandidate(ServiceDiscovery.class)
	ServiceCatalog membershipServiceCatalog(Own<ServiceDiscovery> services) {
		return services.get().catalog();
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnSingleCandidate(ServiceDiscovery.class)
	LocalServices membershipLocalServices(Own<LocalServices> own) {
		return own.get();
	}

	@Bean
	@ConditionalOnSingleCandidate(LocalServices.class)
	@ConditionalOnMissingBean(name = "membershipOwnLocalServices")
	Own<LocalServices> membershipOwnLocalServices(BeanFactory beans, Own<ServiceDiscovery> services) {
		return Own.of(beans, "membershipLocalServices", LocalServices.class, () -> services.get().local());
	}

	@Bean
	@ConditionalOnMissingBean
	ServiceEventPublisher membershipServiceEventPublisher(ApplicationContext context) {
		return new ServiceEventPublisher(context);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnSingleCandidate(ServiceDiscovery.class)
	ServiceDiscoveryLifecycle membershipServiceDiscoveryLifecycle(Own<ServiceDiscovery> services,
			ServiceEventPublisher publisher) {
		return new ServiceDiscoveryLifecycle(services.get(), publisher::subscribe);
	}

}
