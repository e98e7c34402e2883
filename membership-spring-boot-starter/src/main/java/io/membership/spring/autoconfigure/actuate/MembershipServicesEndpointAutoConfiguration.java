package io.membership.spring.autoconfigure.actuate;

import io.membership.catalog.ServiceDiscovery;
import io.membership.spring.actuate.ClusterServicesEndpoint;
import io.membership.spring.actuate.ClusterServicesEndpointWebExtension;
import io.membership.spring.autoconfigure.Own;
import io.membership.spring.autoconfigure.discovery.MembershipServicesAutoConfiguration;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the {@code clusterservices} endpoint. */
@AutoConfiguration(after = MembershipServicesAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnAvailableEndpoint(ClusterServicesEndpoint.class)
@ConditionalOnSingleCandidate(ServiceDiscovery.class)
public final class MembershipServicesEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ClusterServicesEndpoint membershipClusterServicesEndpoint(Own<ServiceDiscovery> services) {
		return new ClusterServicesEndpoint(services.get());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(ClusterServicesEndpoint.class)
	@ConditionalOnAvailableEndpoint(endpoint = ClusterServicesEndpoint.class, exposure = EndpointExposure.WEB)
	ClusterServicesEndpointWebExtension membershipClusterServicesEndpointWebExtension(
			ClusterServicesEndpoint endpoint) {
		return new ClusterServicesEndpointWebExtension(endpoint);
	}

}
