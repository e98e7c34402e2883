package io.membership.spring.autoconfigure.actuate;

import io.membership.spring.LocalNodes;
import io.membership.spring.actuate.ClusterInfoContributor;
import io.membership.spring.autoconfigure.MembershipAutoConfiguration;
import io.membership.spring.autoconfigure.Own;

import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the {@code cluster} info contributor. */
@AutoConfiguration(after = MembershipAutoConfiguration.class)
@ConditionalOnClass({ InfoContributor.class, ConditionalOnEnabledInfoContributor.class })
@ConditionalOnEnabledInfoContributor("cluster")
@ConditionalOnSingleCandidate(LocalNodes.class)
public final class MembershipInfoContributorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ClusterInfoContributor membershipClusterInfoContributor(Own<LocalNodes> nodes) {
		return new ClusterInfoContributor(nodes.get());
	}

}
