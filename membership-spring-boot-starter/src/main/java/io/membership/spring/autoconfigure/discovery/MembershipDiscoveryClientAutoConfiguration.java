package io.membership.spring.autoconfigure.discovery;

import io.membership.catalog.LocalServices;
import io.membership.catalog.ServiceCatalog;
import io.membership.spring.LocalNodes;
import io.membership.spring.autoconfigure.Own;
import io.membership.spring.discovery.ApplicationService;
import io.membership.spring.discovery.cloud.CatalogHeartbeat;
import io.membership.spring.discovery.cloud.LoadBalancerCacheEviction;
import io.membership.spring.discovery.cloud.MembershipAutoServiceRegistration;
import io.membership.spring.discovery.cloud.MembershipDiscoveryClient;
import io.membership.spring.discovery.cloud.MembershipReactiveDiscoveryClient;
import io.membership.spring.discovery.cloud.MembershipRegistration;
import io.membership.spring.discovery.cloud.MembershipServiceRegistry;
import io.membership.spring.discovery.cloud.NoLoadBalancerCache;
import reactor.core.publisher.Flux;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.cloud.client.ConditionalOnDiscoveryEnabled;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.serviceregistry.RegistrationLifecycle;
import org.springframework.cloud.loadbalancer.cache.LoadBalancerCacheManager;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;

/**
 * Auto-configuration of Spring Cloud's service discovery on top of the catalog, if Spring
 * Cloud Commons is on the class path.
 */
@AutoConfiguration(after = { MembershipServicesAutoConfiguration.class, MembershipRegistrationAutoConfiguration.class },
		afterName = "org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration",
		beforeName = { "org.springframework.cloud.client.CommonsClientAutoConfiguration",
				"org.springframework.cloud.client.ReactiveCommonsClientAutoConfiguration",
				"org.springframework.cloud.client.discovery.simple.SimpleDiscoveryClientAutoConfiguration",
				"org.springframework.cloud.client.serviceregistry.AutoServiceRegistrationAutoConfiguration",
				"org.springframework.cloud.client.serviceregistry.ServiceRegistryAutoConfiguration" })
@ConditionalOnClass(DiscoveryClient.class)
@ConditionalOnSingleCandidate(ServiceCatalog.class)
@ConditionalOnDiscoveryEnabled
public final class MembershipDiscoveryClientAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnProperty(name = "spring.cloud.discovery.blocking.enabled", matchIfMissing = true)
	MembershipDiscoveryClient membershipDiscoveryClient(ServiceCatalog catalog,
			MembershipServicesProperties properties) {
		return new MembershipDiscoveryClient(catalog, properties.discoveryOrder());
	}

	@Bean
	@ConditionalOnMissingBean
	CatalogHeartbeat membershipCatalogHeartbeat(ApplicationEventPublisher events) {
		return new CatalogHeartbeat(events);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Flux.class)
	@ConditionalOnProperty(name = "spring.cloud.discovery.reactive.enabled", matchIfMissing = true)
	static class ReactiveConfiguration {

		@Bean
		@ConditionalOnMissingBean
		MembershipReactiveDiscoveryClient membershipReactiveDiscoveryClient(ServiceCatalog catalog,
				MembershipServicesProperties properties) {
			return new MembershipReactiveDiscoveryClient(
					new MembershipDiscoveryClient(catalog, properties.discoveryOrder()));
		}

	}

	/**
	 * Fallbacks, because Spring Cloud injects each of these types as a single bean, and
	 * the starters of Consul and Eureka define them too.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnSingleCandidate(LocalServices.class)
	static class RegistryConfiguration {

		@Bean
		@Fallback
		@ConditionalOnMissingBean
		MembershipServiceRegistry membershipServiceRegistry(Own<MembershipServiceRegistry> own) {
			return own.get();
		}

		@Bean
		@ConditionalOnSingleCandidate(MembershipServiceRegistry.class)
		@ConditionalOnMissingBean(name = "membershipOwnServiceRegistry")
		Own<MembershipServiceRegistry> membershipOwnServiceRegistry(BeanFactory beans, Own<LocalServices> services) {
			return Own.of(beans, "membershipServiceRegistry", MembershipServiceRegistry.class,
					() -> new MembershipServiceRegistry(services.get()));
		}

		@Bean
		@Fallback
		@ConditionalOnMissingBean
		@ConditionalOnBean(ApplicationService.class)
		MembershipRegistration membershipRegistration(Own<MembershipRegistration> own) {
			return own.get();
		}

		@Bean
		@ConditionalOnSingleCandidate(MembershipRegistration.class)
		@ConditionalOnMissingBean(name = "membershipOwnRegistration")
		Own<MembershipRegistration> membershipOwnRegistration(BeanFactory beans,
				ObjectProvider<ApplicationService> service, Own<LocalNodes> nodes) {
			return Own.of(beans, "membershipRegistration", MembershipRegistration.class,
					() -> new MembershipRegistration(service.getObject()::registration, nodes.get().primary()));
		}

		@Bean
		@Fallback
		@ConditionalOnMissingBean
		@ConditionalOnBean(ApplicationService.class)
		MembershipAutoServiceRegistration membershipAutoServiceRegistration(Own<MembershipServiceRegistry> registry,
				Own<MembershipRegistration> registration,
				ObjectProvider<RegistrationLifecycle<MembershipRegistration>> lifecycles,
				ApplicationEventPublisher events) {
			return new MembershipAutoServiceRegistration(registry.get(), registration.get(),
					lifecycles.orderedStream().toList(), events);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(LoadBalancerCacheManager.class)
	static class LoadBalancerConfiguration {

		@Bean
		@ConditionalOnMissingBean
		LoadBalancerCacheEviction membershipLoadBalancerCacheEviction(
				ObjectProvider<LoadBalancerCacheManager> managers) {
			return new LoadBalancerCacheEviction(managers);
		}

		/** Excluded from autowiring as the cache manager of the application. */
		@Bean(autowireCandidate = false)
		@ConditionalOnMissingBean(LoadBalancerCacheManager.class)
		@ConditionalOnProperty(name = LoadBalancerCacheEnvironmentPostProcessor.PROPERTY, havingValue = "false")
		NoLoadBalancerCache membershipNoLoadBalancerCache() {
			return new NoLoadBalancerCache();
		}

	}

}
