package io.membership.spring.autoconfigure.actuate;

import io.membership.spring.Clusters;
import io.membership.spring.actuate.ClusterEventsEndpoint;
import io.membership.spring.actuate.ClusterKeysEndpoint;
import io.membership.spring.actuate.ClusterMembersEndpoint;
import io.membership.spring.actuate.ClusterQueriesEndpoint;
import io.membership.spring.autoconfigure.MembershipAutoConfiguration;
import io.membership.spring.autoconfigure.Own;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the endpoints that change a cluster of Serf's protocol: {@code
 * clusterevents}, {@code clusterqueries}, {@code clusterkeys} and {@code clustermembers}.
 * They are separate endpoints, so access can be granted individually.
 */
@AutoConfiguration(after = MembershipAutoConfiguration.class)
@ConditionalOnClass({ WebEndpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnSingleCandidate(Clusters.class)
public final class MembershipOperationsEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint
	ClusterEventsEndpoint membershipClusterEventsEndpoint(Own<Clusters> clusters) {
		return new ClusterEventsEndpoint(clusters.get());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint
	ClusterQueriesEndpoint membershipClusterQueriesEndpoint(Own<Clusters> clusters) {
		return new ClusterQueriesEndpoint(clusters.get());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint
	ClusterKeysEndpoint membershipClusterKeysEndpoint(Own<Clusters> clusters) {
		return new ClusterKeysEndpoint(clusters.get());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint
	ClusterMembersEndpoint membershipClusterMembersEndpoint(Own<Clusters> clusters) {
		return new ClusterMembersEndpoint(clusters.get());
	}

}
