package io.membership.spring.autoconfigure;

import io.membership.cluster.Cluster;
import io.membership.gossip.Memberlist;
import io.membership.gossip.MemberlistConfig;
import io.membership.gossip.SeedProvider;
import io.membership.netty.NettyTransportFactory;
import io.membership.runtime.TransportFactory;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Configures the transport and gossip beans that a member needs with either protocol. */
@Configuration(proxyBeanMethods = false)
class TransportConfiguration {

	@Bean
	@ConditionalOnMissingBean({ Memberlist.class, TransportFactory.class })
	TransportFactory membershipTransportFactory(Own<TransportFactory> own) {
		return own.get();
	}

	@Bean
	@ConditionalOnSingleCandidate(TransportFactory.class)
	@ConditionalOnMissingBean(name = "membershipOwnTransportFactory")
	Own<TransportFactory> membershipOwnTransportFactory(BeanFactory beans) {
		return Own.of(beans, "membershipTransportFactory", TransportFactory.class, NettyTransportFactory::new);
	}

	@Bean
	@ConditionalOnMissingBean({ Memberlist.class, Cluster.class, MemberlistConfig.class })
	MemberlistConfig membershipMemberlistConfig(Own<MemberlistConfig> own) {
		return own.get();
	}

	@Bean
	@ConditionalOnSingleCandidate(MemberlistConfig.class)
	@ConditionalOnMissingBean(name = "membershipOwnMemberlistConfig")
	Own<MemberlistConfig> membershipOwnMemberlistConfig(BeanFactory beans, MembershipProperties properties,
			Environment environment, ObjectProvider<SeedProvider> seeds,
			ObjectProvider<MemberlistConfigCustomizer> customizers) {
		return Own.of(beans, "membershipMemberlistConfig", MemberlistConfig.class,
				() -> settings(properties, environment, seeds, customizers));
	}

	private static MemberlistConfig settings(MembershipProperties properties, Environment environment,
			ObjectProvider<SeedProvider> seeds, ObjectProvider<MemberlistConfigCustomizer> customizers) {
		UnresolvedPlaceholders.check(environment);
		SeedProvider provider = AgentConfigMapper.discovery(properties, seeds.orderedStream().toList());
		String name = NodeName.of(properties, environment);
		NodeName.tellDefaults(name, properties.nodeName(), environment);
		MemberlistConfig config = new MembershipConfigMapper(properties).map(name)
			.withSeeds((join) -> join.withProvider(provider));
		for (MemberlistConfigCustomizer customizer : customizers.orderedStream().toList()) {
			config = customizer.customize(config);
		}
		return config;
	}

}
