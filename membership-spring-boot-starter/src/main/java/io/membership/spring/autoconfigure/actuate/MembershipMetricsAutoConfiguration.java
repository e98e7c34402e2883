package io.membership.spring.autoconfigure.actuate;

import io.membership.spring.Clusters;
import io.membership.spring.LocalNodes;
import io.membership.spring.autoconfigure.MembershipAutoConfiguration;
import io.membership.spring.autoconfigure.MembershipProperties;
import io.membership.spring.autoconfigure.Own;
import io.membership.spring.metrics.ClusterMeters;
import io.membership.spring.metrics.ClusterTimers;
import io.membership.spring.metrics.GossipMeters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.util.StringUtils;

/** Auto-configuration of the member's meters. */
@AutoConfiguration(after = MembershipAutoConfiguration.class,
		afterName = { "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration" })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
@ConditionalOnSingleCandidate(LocalNodes.class)
public final class MembershipMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	GossipMeters membershipGossipMeters(Own<LocalNodes> nodes, MembershipProperties properties) {
		return new GossipMeters(nodes.get().primary(), commonTags(properties));
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnSingleCandidate(Clusters.class)
	ClusterMeters membershipClusterMeters(Own<Clusters> clusters, MembershipProperties properties) {
		return new ClusterMeters(clusters.get().primary(), commonTags(properties));
	}

	/** Does not depend on the member, which receives this bean when it is created. */
	@Bean
	@ConditionalOnMissingBean
	ClusterTimers membershipClusterTimers(MembershipProperties properties) {
		return new ClusterTimers(commonTags(properties));
	}

	/** Tags of all meters, including those of service discovery. */
	static Tags commonTags(MembershipProperties properties) {
		String name = properties.clusterName();
		return properties.metrics().clusterNameTag() && StringUtils.hasText(name) ? Tags.of("cluster", name.strip())
				: Tags.empty();
	}

}
