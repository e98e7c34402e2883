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
import io.membership.spring.LocalNodes;
import io.membership.spring.autoconfigure.diagnostics.OccupiedDelegateException;
import io.membership.spring.event.ClusterEventPublisher;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** A member that speaks Serf's protocol. */
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

	/** Closed by the lifecycle; again, which does nothing, if it never came to that. */
	@Bean
	@ConditionalOnMissingBean({ Memberlist.class, Cluster.class })
	Cluster membershipCluster(ClusterConfig config, TransportFactory transports,
			ObjectProvider<ClusterEventPublisher> publisher, ObjectProvider<MergeDelegate> merge,
			ObjectProvider<AliveDelegate> alive, ObjectProvider<GossipObserver> observers, ListableBeanFactory beans) {
		refuseOccupied(beans);
		return create(Clusters.PRIMARY, config, transports, publisher,
				vetoes(merge, alive).withObserver(CompositeDelegates.observer(observers.orderedStream())));
	}

	/** What knows gossip only, as meters and health do, goes on working. */
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
			ObjectProvider<TransportFactory> transports, ObjectProvider<ClusterEventPublisher> publisher,
			ObjectProvider<MergeDelegate> merge, ObjectProvider<AliveDelegate> alive) {
		return new Clusters(cluster, new FurtherClusters(properties, environment).create(cluster.config().memberlist(),
				(name, config) -> create(name, config, transports.getObject(), publisher, vetoes(merge, alive))));
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnSingleCandidate(Clusters.class)
	ClusterEventPublisher membershipClusterEventPublisher(ApplicationContext context,
			ObjectProvider<LocalNodes> nodes) {
		return new ClusterEventPublisher(context, nodes::getObject);
	}

	/**
	 * The publisher subscribes by itself, to any cluster; suspicions it has to be told.
	 */
	private static Cluster create(String name, ClusterConfig config, TransportFactory transports,
			ObjectProvider<ClusterEventPublisher> publisher, GossipHooks hooks) {
		return Cluster.create(config,
				hooks.withSuspicions((event) -> publisher.ifAvailable((it) -> it.suspicion(name, event))), transports);
	}

	private static GossipHooks vetoes(ObjectProvider<MergeDelegate> merge, ObjectProvider<AliveDelegate> alive) {
		return new GossipHooks(CompositeDelegates.merge(merge.orderedStream()),
				CompositeDelegates.alive(alive.orderedStream()), null, null);
	}

	private static void refuseOccupied(ListableBeanFactory beans) {
		for (Class<?> kind : OCCUPIED) {
			for (String name : beans.getBeanNamesForType(kind, true, false)) {
				throw new OccupiedDelegateException(name, kind);
			}
		}
	}

}
