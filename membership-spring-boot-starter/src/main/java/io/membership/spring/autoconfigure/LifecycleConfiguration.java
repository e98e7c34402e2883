package io.membership.spring.autoconfigure;

import java.time.Duration;

import io.membership.ConfigException;
import io.membership.SettingRules;
import io.membership.spring.LocalNode;
import io.membership.spring.LocalNodes;
import io.membership.spring.lifecycle.CompositeLifecycle;
import io.membership.spring.lifecycle.MembershipLeaveLifecycle;
import io.membership.spring.lifecycle.MembershipTransportLifecycle;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Configures the lifecycle of the member alongside the application's. A child context
 * defines none of these beans: the member belongs to the parent, which stops it.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnSingleCandidate(LocalNodes.class)
class LifecycleConfiguration {

	@Bean
	@ConditionalOnMissingBean
	MembershipTransportLifecycle membershipTransportLifecycle(Own<LocalNodes> nodes, MembershipProperties properties) {
		return transport(nodes.get().primary(), properties);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBooleanProperty(name = "membership.leave.on-shutdown", matchIfMissing = true)
	MembershipLeaveLifecycle membershipLeaveLifecycle(Own<LocalNodes> nodes, MembershipProperties properties) {
		return leave(nodes.get().primary(), properties);
	}

	@Bean
	@ConditionalOnMissingBean(name = "membershipFurtherClustersTransportLifecycle")
	CompositeLifecycle membershipFurtherClustersTransportLifecycle(Own<LocalNodes> nodes,
			MembershipProperties properties) {
		return FurtherLifecycles.of(nodes.get(), properties, MembershipTransportLifecycle.PHASE,
				LifecycleConfiguration::transport);
	}

	@Bean
	@ConditionalOnMissingBean(name = "membershipFurtherClustersLeaveLifecycle")
	CompositeLifecycle membershipFurtherClustersLeaveLifecycle(Own<LocalNodes> nodes, MembershipProperties properties) {
		return FurtherLifecycles.of(nodes.get(), properties, MembershipLeaveLifecycle.PHASE,
				(node, own) -> own.leave().onShutdown() ? leave(node, own) : null);
	}

	private static MembershipTransportLifecycle transport(LocalNode node, MembershipProperties properties) {
		Duration waitForJoin = notNegative("wait-for-join", properties.waitForJoin());
		if (properties.failFast() && waitForJoin.isZero()) {
			throw new ConfigException("fail-fast", "it is true, but wait-for-join is 0s, so no member is waited for.",
					"Set wait-for-join to the longest time that joining may take, or fail-fast to false.");
		}
		return new MembershipTransportLifecycle(node, waitForJoin, properties.failFast());
	}

	private static MembershipLeaveLifecycle leave(LocalNode node, MembershipProperties properties) {
		return new MembershipLeaveLifecycle(node, notNegative("leave.timeout", properties.leave().timeout()));
	}

	private static Duration notNegative(String setting, Duration value) {
		SettingRules.notNegative(setting, value);
		return value;
	}

}
