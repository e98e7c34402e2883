package io.membership.spring.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

import io.membership.ConfigException;
import io.membership.cluster.Cluster;
import io.membership.gossip.Memberlist;
import io.membership.spring.Clusters;
import io.membership.spring.lifecycle.CompositeLifecycle;
import io.membership.spring.lifecycle.MembershipLeaveLifecycle;
import io.membership.spring.lifecycle.MembershipTransportLifecycle;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The member's life alongside the application's. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnSingleCandidate(Memberlist.class)
class LifecycleConfiguration {

	@Bean
	@ConditionalOnMissingBean
	MembershipTransportLifecycle membershipTransportLifecycle(Memberlist memberlist, ObjectProvider<Cluster> cluster,
			MembershipProperties properties) {
		Duration wait = notNegative("wait-for-join", properties.waitForJoin());
		Cluster serf = clusterOf(memberlist, cluster);
		return (serf != null) ? new MembershipTransportLifecycle(serf, wait)
				: new MembershipTransportLifecycle(memberlist, wait);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBooleanProperty(name = "membership.leave-on-shutdown", matchIfMissing = true)
	MembershipLeaveLifecycle membershipLeaveLifecycle(Memberlist memberlist, ObjectProvider<Cluster> cluster,
			MembershipProperties properties) {
		Duration timeout = notNegative("leave-timeout", properties.leaveTimeout());
		Cluster serf = clusterOf(memberlist, cluster);
		return (serf != null) ? new MembershipLeaveLifecycle(serf, timeout)
				: new MembershipLeaveLifecycle(memberlist, timeout);
	}

	@Bean
	@ConditionalOnSingleCandidate(Clusters.class)
	CompositeLifecycle membershipFurtherClustersTransportLifecycle(Clusters clusters, MembershipProperties properties) {
		return further(clusters, properties, MembershipTransportLifecycle.PHASE, (cluster,
				own) -> new MembershipTransportLifecycle(cluster, notNegative("wait-for-join", own.waitForJoin())));
	}

	@Bean
	@ConditionalOnSingleCandidate(Clusters.class)
	CompositeLifecycle membershipFurtherClustersLeaveLifecycle(Clusters clusters, MembershipProperties properties) {
		return further(clusters, properties, MembershipLeaveLifecycle.PHASE, (cluster, own) -> own.leaveOnShutdown()
				? new MembershipLeaveLifecycle(cluster, notNegative("leave-timeout", own.leaveTimeout())) : null);
	}

	private static CompositeLifecycle further(Clusters clusters, MembershipProperties properties, int phase,
			BiFunction<Cluster, MembershipProperties, @Nullable SmartLifecycle> create) {
		List<SmartLifecycle> parts = new ArrayList<>();
		clusters.further().forEach((name, cluster) -> {
			MembershipProperties own = properties.clusters().get(name);
			SmartLifecycle part = (own != null) ? FurtherClusters.naming(name, own, (it) -> create.apply(cluster, it))
					: null;
			if (part != null) {
				parts.add(part);
			}
		});
		return new CompositeLifecycle(parts, phase);
	}

	/** The cluster whose gossip layer it is, if it is one's. */
	@SuppressWarnings("NullAway") // getIfUnique may return null, and is not annotated so
	private static @Nullable Cluster clusterOf(Memberlist memberlist, ObjectProvider<Cluster> cluster) {
		Cluster serf = cluster.getIfUnique();
		return (serf != null && serf.memberlist() == memberlist) ? serf : null;
	}

	private static Duration notNegative(String setting, Duration value) {
		if (value.isNegative()) {
			throw new ConfigException(setting, value + " is negative.", "Use zero or a positive duration.");
		}
		return value;
	}

}
