package io.membership.spring.autoconfigure.actuate;

import io.membership.spring.LocalNodes;
import io.membership.spring.actuate.ClusterHealthIndicator;
import io.membership.spring.autoconfigure.MembershipAutoConfiguration;
import io.membership.spring.autoconfigure.Own;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the {@code cluster} health contributor. */
@AutoConfiguration(after = MembershipAutoConfiguration.class,
		beforeName = "org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration")
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnEnabledHealthIndicator("cluster")
@ConditionalOnSingleCandidate(LocalNodes.class)
public final class MembershipHealthContributorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = { "clusterHealthIndicator", "clusterHealthContributor" })
	ClusterHealthIndicator clusterHealthIndicator(Own<LocalNodes> nodes) {
		return new ClusterHealthIndicator(nodes.get());
	}

}
