package io.membership.spring.autoconfigure.actuate;

import io.membership.spring.LocalNodes;
import io.membership.spring.actuate.ClusterEndpoint;
import io.membership.spring.actuate.ClusterEndpointWebExtension;
import io.membership.spring.actuate.TagSanitizer;
import io.membership.spring.autoconfigure.MembershipAutoConfiguration;
import io.membership.spring.autoconfigure.Own;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the {@code cluster} endpoint. */
@AutoConfiguration(after = MembershipAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnAvailableEndpoint(ClusterEndpoint.class)
@ConditionalOnSingleCandidate(LocalNodes.class)
public final class MembershipEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ClusterEndpoint membershipClusterEndpoint(Own<LocalNodes> nodes, ObjectProvider<SanitizingFunction> sanitizing) {
		return new ClusterEndpoint(nodes.get(), new TagSanitizer(sanitizing.orderedStream().toList()));
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(ClusterEndpoint.class)
	@ConditionalOnAvailableEndpoint(endpoint = ClusterEndpoint.class, exposure = EndpointExposure.WEB)
	ClusterEndpointWebExtension membershipClusterEndpointWebExtension(ClusterEndpoint endpoint) {
		return new ClusterEndpointWebExtension(endpoint);
	}

}
