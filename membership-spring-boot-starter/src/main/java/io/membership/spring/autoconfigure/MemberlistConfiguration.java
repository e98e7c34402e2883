package io.membership.spring.autoconfigure;

import io.membership.cluster.Cluster;
import io.membership.gossip.AliveDelegate;
import io.membership.gossip.ConflictDelegate;
import io.membership.gossip.Delegates;
import io.membership.gossip.EventDelegate;
import io.membership.gossip.GossipObserver;
import io.membership.gossip.Memberlist;
import io.membership.gossip.MemberlistConfig;
import io.membership.gossip.MergeDelegate;
import io.membership.gossip.PingDelegate;
import io.membership.gossip.UserDelegate;
import io.membership.runtime.TransportFactory;
import io.membership.spring.event.IgnoredHandlerMethods;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Configures a member that speaks memberlist's protocol. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "membership.protocol", havingValue = "memberlist")
class MemberlistConfiguration {

	/** Closed by the lifecycle; again, which does nothing, if it never came to that. */
	@Bean
	@ConditionalOnMissingBean({ Memberlist.class, Cluster.class })
	Memberlist membershipMemberlist(Own<Memberlist> own) {
		return own.get();
	}

	@Bean
	@ConditionalOnSingleCandidate(Memberlist.class)
	@ConditionalOnMissingBean(name = "membershipOwnMemberlist")
	Own<Memberlist> membershipOwnMemberlist(BeanFactory beans, ObjectProvider<Own<MemberlistConfig>> config,
			ObjectProvider<Own<TransportFactory>> transports, MembershipProperties properties,
			ObjectProvider<EventDelegate> events, ObjectProvider<UserDelegate> user,
			ObjectProvider<ConflictDelegate> conflict, ObjectProvider<MergeDelegate> merge,
			ObjectProvider<AliveDelegate> alive, ObjectProvider<PingDelegate> ping,
			ObjectProvider<GossipObserver> observers) {
		return Own.of(beans, "membershipMemberlist", Memberlist.class, () -> {
			ClusterConfigMapper.refuseWhatOnlySerfHas(properties);
			return Memberlist.create(config.getObject().get(),
					delegates(events, user, conflict, merge, alive, ping, observers), transports.getObject().get());
		});
	}

	private static Delegates delegates(ObjectProvider<EventDelegate> events, ObjectProvider<UserDelegate> user,
			ObjectProvider<ConflictDelegate> conflict, ObjectProvider<MergeDelegate> merge,
			ObjectProvider<AliveDelegate> alive, ObjectProvider<PingDelegate> ping,
			ObjectProvider<GossipObserver> observers) {
		return new Delegates(CompositeDelegates.events(events.orderedStream()),
				CompositeDelegates.user(user.orderedStream()), CompositeDelegates.conflict(conflict.orderedStream()),
				CompositeDelegates.merge(merge.orderedStream()), CompositeDelegates.alive(alive.orderedStream()),
				CompositeDelegates.ping(ping.orderedStream()), CompositeDelegates.observer(observers.orderedStream()));
	}

	/** In every context, whose methods those of its parent do not include. */
	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	IgnoredHandlerMethods membershipIgnoredHandlerMethods(ConfigurableApplicationContext context) {
		return new IgnoredHandlerMethods(context.getBeanFactory());
	}

}
