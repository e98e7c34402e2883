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

import org.springframework.beans.factory.BeanFactory;
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
	ClusterConfig membershipClusterConfig(Own<ClusterConfig> own) {
		return own.get();
	}

	@Bean
	@ConditionalOnSingleCandidate(ClusterConfig.class)
	@ConditionalOnMissingBean(name = "membershipOwnClusterConfig")
	Own<ClusterConfig> membershipOwnClusterConfig(BeanFactory beans, ObjectProvider<Own<MemberlistConfig>> gossip,
			MembershipProperties properties, ObjectProvider<ClusterConfigCustomizer> customizers) {
		return Own.of(beans, "membershipClusterConfig", ClusterConfig.class,
				() -> settings(gossip.getObject().get(), properties, customizers));
	}

	private static ClusterConfig settings(MemberlistConfig gossip, MembershipProperties properties,
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
	Cluster membershipCluster(Own<Cluster> own) {
		return own.get();
	}

	@Bean
	@ConditionalOnSingleCandidate(Cluster.class)
	@ConditionalOnMissingBean(name = "membershipOwnCluster")
	Own<Cluster> membershipOwnCluster(ListableBeanFactory beans, ObjectProvider<Own<ClusterConfig>> config,
			ObjectProvider<Own<TransportFactory>> transports, ObjectProvider<MergeDelegate> merge,
			ObjectProvider<AliveDelegate> alive, ObjectProvider<GossipObserver> observers) {
		return Own.of(beans, "membershipCluster", Cluster.class, () -> {
			refuseOccupied(beans);
			return Cluster.create(config.getObject().get(),
					vetoes(merge, alive).withObserver(CompositeDelegates.observer(observers.orderedStream())),
					transports.getObject().get());
		});
	}

	/**
	 * Exposes the gossip layer to beans that need only that, such as meters and health.
	 */
	@Bean(destroyMethod = "")
	@ConditionalOnMissingBean
	@ConditionalOnSingleCandidate(Cluster.class)
	Memberlist membershipMemberlist(Own<Cluster> cluster) {
		return cluster.get().memberlist();
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnSingleCandidate(Cluster.class)
	Clusters membershipClusters(Own<Clusters> own) {
		return own.get();
	}

	@Bean
	@ConditionalOnSingleCandidate(Clusters.class)
	@ConditionalOnMissingBean(name = "membershipOwnClusters")
	Own<Clusters> membershipOwnClusters(BeanFactory beans, Own<Cluster> primary, MembershipProperties properties,
			Environment environment, ObjectProvider<Own<TransportFactory>> transports,
			ObjectProvider<MergeDelegate> merge, ObjectProvider<AliveDelegate> alive) {
		return Own.of(beans, "membershipClusters", Clusters.class,
				() -> new Clusters(primary.get(), new FurtherClusters(properties, environment).create(
						primary.get().config().memberlist(),
						(config) -> Cluster.create(config, vetoes(merge, alive), transports.getObject().get()))));
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
