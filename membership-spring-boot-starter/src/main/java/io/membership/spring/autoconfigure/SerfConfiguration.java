package io.membership.spring.autoconfigure;

import java.util.List;

import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterConfig;
import io.membership.cluster.GossipHooks;
import io.membership.gossip.AliveDelegate;
import io.membership.gossip.ConflictDelegate;
import io.membership.gossip.EventDelegate;
import io.membership.gossip.GossipObserver;
import io.membership.gossip.Memberlist;
import io.membership.gossip.MemberlistConfig;
import io.membership.gossip.MergeDelegate;
import io.membership.gossip.PingDelegate;
import io.membership.gossip.UserDelegate;
import io.membership.runtime.TransportFactory;
import io.membership.spring.Clusters;
import io.membership.spring.autoconfigure.diagnostics.OccupiedDelegateException;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Configures a member that speaks Serf's protocol. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "membership.protocol", havingValue = "serf", matchIfMissing = true)
class SerfConfiguration {

	private static final List<Class<?>> OCCUPIED = List.of(UserDelegate.class, EventDelegate.class,
			ConflictDelegate.class, PingDelegate.class);

	@Bean
	@ConditionalOnMissingBean({ Memberlist.class, Cluster.class, ClusterConfig.class })
	ClusterConfig membershipClusterConfig(MemberlistConfig gossip, MembershipProperties properties,
			ObjectProvider<ClusterConfigCustomizer> customizers) {
		ClusterConfig config = new ClusterConfigMapper(properties).map(gossip);
		for (ClusterConfigCustomizer customizer : customizers.orderedStream().toList()) {
			config = customizer.customize(config);
		}
		return config;
	}

	/**
	 * The lifecycle closes this bean; its destroy method, which then has no effect,
	 * covers a context that never started it.
	 */
	@Bean
	@ConditionalOnMissingBean({ Memberlist.class, Cluster.class })
	Cluster membershipCluster(ClusterConfig config, TransportFactory transports, ObjectProvider<MergeDelegate> merge,
			ObjectProvider<AliveDelegate> alive, ObjectProvider<GossipObserver> observers, ListableBeanFactory beans) {
		refuseOccupied(beans);
		return Cluster.create(config,
				vetoes(merge, alive).withObserver(CompositeDelegates.observer(observers.orderedStream())), transports);
	}

	/**
	 * Exposes the gossip layer to beans that need only that, such as meters and health.
	 */
	@Bean(destroyMethod = "")
	@ConditionalOnMissingBean
	@ConditionalOnSingleCandidate(Cluster.class)
	Memberlist membershipMemberlist(Cluster cluster) {
		return cluster.memberlist();
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnSingleCandidate(Cluster.class)
	Clusters membershipClusters(Cluster cluster, MembershipProperties properties, Environment environment,
			ObjectProvider<TransportFactory> transports, ObjectProvider<MergeDelegate> merge,
			ObjectProvider<AliveDelegate> alive) {
		return new Clusters(cluster, new FurtherClusters(properties, environment).create(cluster.config().memberlist(),
				(config) -> Cluster.create(config, vetoes(merge, alive), transports.getObject())));
	}

	private static GossipHooks vetoes(ObjectProvider<MergeDelegate> merge, ObjectProvider<AliveDelegate> alive) {
		return new GossipHooks(CompositeDelegates.merge(merge.orderedStream()),
				CompositeDelegates.alive(alive.orderedStream()), null);
	}

	private static void refuseOccupied(ListableBeanFactory beans) {
		for (Class<?> kind : OCCUPIED) {
			for (String name : beans.getBeanNamesForType(kind, true, false)) {
				throw new OccupiedDelegateException(name, kind);
			}
		}
	}

}
