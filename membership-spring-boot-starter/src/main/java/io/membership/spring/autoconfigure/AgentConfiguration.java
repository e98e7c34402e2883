package io.membership.spring.autoconfigure;

import ch.qos.logback.classic.LoggerContext;
import io.membership.agent.AgentLog;
import io.membership.cluster.Cluster;
import io.membership.spring.Clusters;
import io.membership.spring.LocalNodes;
import io.membership.spring.agent.AgentLifecycle;
import io.membership.spring.agent.LogbackAgentLog;
import io.membership.spring.lifecycle.CompositeLifecycle;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Configures the agent features: RPC server, programs on events, announcing. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnSingleCandidate(Clusters.class)
class AgentConfiguration {

	@Bean
	@ConditionalOnMissingBean
	AgentLog membershipAgentLog() {
		return new AgentLog();
	}

	@Bean
	@ConditionalOnMissingBean
	AgentLifecycle membershipAgentLifecycle(Own<Clusters> clusters, MembershipProperties properties, AgentLog log,
			ConfigurableApplicationContext context) {
		return lifecycle(clusters.get().primary(), properties, log, context);
	}

	@Bean
	@ConditionalOnMissingBean(name = "membershipFurtherClustersAgentLifecycle")
	CompositeLifecycle membershipFurtherClustersAgentLifecycle(Own<LocalNodes> nodes, MembershipProperties properties,
			AgentLog log, ConfigurableApplicationContext context) {
		return FurtherLifecycles.of(nodes.get(), properties, AgentLifecycle.PHASE,
				(node, own) -> node.cluster().map((cluster) -> lifecycle(cluster, own, log, context)).orElse(null));
	}

	private static AgentLifecycle lifecycle(Cluster cluster, MembershipProperties properties, AgentLog log,
			ConfigurableApplicationContext context) {
		return new AgentLifecycle(cluster, AgentConfigMapper.map(properties), log, () -> {
			if (properties.rpc().closeApplicationOnLeave()) {
				context.close();
			}
		});
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(LoggerContext.class)
	@ConditionalOnBooleanProperty("membership.rpc.enabled")
	static class Logback {

		@Bean
		@ConditionalOnMissingBean(name = "membershipAgentLogFeed")
		DisposableBean membershipAgentLogFeed(AgentLog log) {
			return LogbackAgentLog.attach(log);
		}

	}

}
