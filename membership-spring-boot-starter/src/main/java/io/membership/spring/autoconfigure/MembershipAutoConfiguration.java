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
 * memberlist's protocol the {@link Memberlist}, with settings from
 * {@link MembershipProperties}, a lifecycle alongside the application's, and its events.
 * Uses delegate beans, {@link MemberlistConfigCustomizer} and
 * {@link ClusterConfigCustomizer} beans.
 */
@AutoConfiguration(afterName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
@ConditionalOnBooleanProperty(name = "membership.enabled", matchIfMissing = true)
@EnableConfigurationProperties(MembershipProperties.class)
@ImportRuntimeHints(MembershipRuntimeHints.class)
// each of these depends on the beans that earlier ones define
@Import({ TransportConfiguration.class, SerfConfiguration.class, MemberlistConfiguration.class,
		LocalNodeConfiguration.class, MessagingConfiguration.class, LifecycleConfiguration.class,
		AgentConfiguration.class })
public final class MembershipAutoConfiguration {

}
