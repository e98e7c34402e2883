package io.membership.spring.autoconfigure;

import io.membership.gossip.AliveDelegate;
import io.membership.gossip.ConflictDelegate;
import io.membership.gossip.Delegates;
import io.membership.gossip.EventDelegate;
import io.membership.gossip.GossipObserver;
import io.membership.gossip.Memberlist;
import io.membership.gossip.MemberlistConfig;
import io.membership.gossip.MemberlistConfigBuilder;
import io.membership.gossip.MemberlistConfigException;
import io.membership.gossip.MergeDelegate;
import io.membership.gossip.PingDelegate;
import io.membership.gossip.UserDelegate;
import io.membership.netty.NettyTransportFactory;
import io.membership.runtime.TransportFactory;
import io.membership.spring.event.MembershipEventPublisher;
import io.membership.spring.lifecycle.MembershipLeaveLifecycle;
import io.membership.spring.lifecycle.MembershipTransportLifecycle;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of a cluster member: the {@link Memberlist} to inject, its settings
 * from {@link MembershipProperties}, its life alongside the application's, and its
 * events. Delegate beans and {@link MembershipConfigCustomizer} beans are picked up.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "membership.enabled", matchIfMissing = true)
@EnableConfigurationProperties(MembershipProperties.class)
@ImportRuntimeHints(MembershipRuntimeHints.class)
public final class MembershipAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean({ Memberlist.class, TransportFactory.class })
	NettyTransportFactory membershipTransportFactory() {
		return new NettyTransportFactory();
	}

	@Bean
	@ConditionalOnMissingBean({ Memberlist.class, MemberlistConfig.class })
	MemberlistConfig memberlistConfig(MembershipProperties properties, Environment environment,
			ObjectProvider<MembershipConfigCustomizer> customizers) {
		MemberlistConfigBuilder builder = new MembershipConfigMapper(properties)
			.map(NodeName.of(properties, environment));
		customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
		return builder.build();
	}

	@Bean
	@ConditionalOnMissingBean
	MembershipEventPublisher membershipEventPublisher(ApplicationContext context,
			ObjectProvider<Memberlist> memberlist) {
		return new MembershipEventPublisher(context, memberlist::getObject);
	}

	/** Closed by the lifecycle; again, which does nothing, if it never came to that. */
	@Bean
	@ConditionalOnMissingBean
	Memberlist memberlist(MemberlistConfig config, TransportFactory transports, ObjectProvider<EventDelegate> events,
			ObjectProvider<UserDelegate> user, ObjectProvider<ConflictDelegate> conflict,
			ObjectProvider<MergeDelegate> merge, ObjectProvider<AliveDelegate> alive, ObjectProvider<PingDelegate> ping,
			ObjectProvider<GossipObserver> observers) {
		Delegates delegates = new Delegates(CompositeDelegates.events(events.orderedStream()),
				CompositeDelegates.user(user.orderedStream()), CompositeDelegates.conflict(conflict.orderedStream()),
				CompositeDelegates.merge(merge.orderedStream()), CompositeDelegates.alive(alive.orderedStream()),
				CompositeDelegates.ping(ping.orderedStream()), CompositeDelegates.observer(observers.orderedStream()));
		return Memberlist.create(config, delegates, transports);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnSingleCandidate(Memberlist.class)
	MembershipTransportLifecycle membershipTransportLifecycle(Memberlist memberlist, MembershipProperties properties) {
		if (properties.waitForJoin().isNegative()) {
			throw new MemberlistConfigException("wait-for-join", properties.waitForJoin() + " is negative.",
					"Use zero or a positive duration.");
		}
		return new MembershipTransportLifecycle(memberlist, properties.waitForJoin());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnSingleCandidate(Memberlist.class)
	@ConditionalOnBooleanProperty(name = "membership.leave-on-shutdown", matchIfMissing = true)
	MembershipLeaveLifecycle membershipLeaveLifecycle(Memberlist memberlist, MembershipProperties properties) {
		if (properties.leaveTimeout().isNegative()) {
			throw new MemberlistConfigException("leave-timeout", properties.leaveTimeout() + " is negative.",
					"Use zero or a positive duration.");
		}
		return new MembershipLeaveLifecycle(memberlist, properties.leaveTimeout());
	}

}
