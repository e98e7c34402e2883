package io.membership.spring.autoconfigure.discovery;

import io.membership.catalog.LocalServices;
import io.membership.cluster.Cluster;
import io.membership.spring.LocalNode;
import io.membership.spring.LocalNodes;
import io.membership.spring.autoconfigure.Own;
import io.membership.spring.discovery.ApplicationService;
import io.membership.spring.discovery.LocalServiceRegistrar;
import io.membership.spring.discovery.ServiceRegistrar;
import io.membership.spring.discovery.ServiceRegistrationLifecycle;
import io.membership.spring.discovery.WebServerPorts;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of the registration of the application itself. Spring Cloud's
 * property for disabling it is respected, too.
 */
@AutoConfiguration(after = MembershipServicesAutoConfiguration.class)
@ConditionalOnSingleCandidate(LocalServices.class)
@ConditionalOnBean(Cluster.class)
@ConditionalOnBooleanProperty(name = "membership.services.registration.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "spring.cloud.service-registry.auto-registration.enabled", matchIfMissing = true)
public final class MembershipRegistrationAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ApplicationService membershipApplicationService(MembershipServicesProperties properties, Environment environment,
			Own<Cluster> cluster) {
		return new ApplicationService(RegistrationSettingsMapper.map(properties.registration(), environment,
				cluster.get().config().memberlist().name()));
	}

	@Bean
	@ConditionalOnMissingBean
	ServiceRegistrationLifecycle membershipServiceRegistrationLifecycle(ApplicationService service,
			Own<LocalServices> services, Own<LocalNodes> nodes, ObjectProvider<ServiceRegistrar> registrar) {
		LocalNode node = nodes.get().primary();
		return new ServiceRegistrationLifecycle(service,
				registrar.getIfAvailable(() -> new LocalServiceRegistrar(services.get())), services.get(),
				() -> node.counts().present() > 1);
	}

	/** Separate, because an application without a web server may lack the module. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(WebServerInitializedEvent.class)
	static class WebServerConfiguration {

		@Bean
		@ConditionalOnMissingBean
		WebServerPorts membershipWebServerPorts(ApplicationService service) {
			return new WebServerPorts(service);
		}

	}

}
