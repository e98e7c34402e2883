package io.membership.spring.autoconfigure;

import io.membership.cluster.Cluster;
import io.membership.gossip.Memberlist;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportRuntimeHints;

/**
 * Auto-configuration of a cluster member: the {@link Cluster} to inject, or with
 * memberlist's protocol the {@link Memberlist}, its settings from
 * {@link MembershipProperties}, its life alongside the application's, and its events.
 * Delegate beans, {@link MemberlistConfigCustomizer} and {@link ClusterConfigCustomizer}
 * beans are picked up.
 */
@AutoConfiguration(afterName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
@ConditionalOnBooleanProperty(name = "membership.enabled", matchIfMissing = true)
@EnableConfigurationProperties(MembershipProperties.class)
@ImportRuntimeHints(MembershipRuntimeHints.class)
// each of these looks at the beans that the ones before it have defined
@Import({ TransportConfiguration.class, SerfConfiguration.class, MemberlistConfiguration.class,
		LocalNodeConfiguration.class, MessagingConfiguration.class, LifecycleConfiguration.class,
		AgentConfiguration.class })
public final class MembershipAutoConfiguration {

}
