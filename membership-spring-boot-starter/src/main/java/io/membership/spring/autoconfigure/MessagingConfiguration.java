package io.membership.spring.autoconfigure;

import io.membership.cluster.Cluster;
import io.membership.spring.ClusterTemplate;
import io.membership.spring.Clusters;
import io.membership.spring.JacksonPayloadCodec;
import io.membership.spring.PayloadCodec;
import io.membership.spring.Payloads;
import io.membership.spring.event.HandlerMethodDispatcher;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Configures user events and queries: a template to send them, annotated methods to
 * receive them.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnSingleCandidate(Clusters.class)
class MessagingConfiguration {

	@Bean
	@ConditionalOnMissingBean
	Payloads membershipPayloads(ObjectProvider<PayloadCodec> codec) {
		return new Payloads(codec.getIfUnique());
	}

	@Bean
	@ConditionalOnMissingBean
	ClusterTemplate membershipClusterTemplate(Own<Clusters> clusters, ObjectProvider<Cluster> cluster,
			Payloads payloads) {
		return new ClusterTemplate(cluster.getIfUnique(clusters.get()::primary), payloads);
	}

	/**
	 * Belongs to one context: a child context has methods that its parent does not see.
	 */
	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	HandlerMethodDispatcher membershipHandlerMethodDispatcher(ConfigurableApplicationContext context,
			ObjectProvider<Own<Clusters>> clusters, Payloads payloads) {
		return new HandlerMethodDispatcher(context, () -> clusters.getObject().get(), payloads);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(JsonMapper.class)
	@ConditionalOnSingleCandidate(JsonMapper.class)
	static class Json {

		@Bean
		@ConditionalOnMissingBean(PayloadCodec.class)
		JacksonPayloadCodec membershipPayloadCodec(JsonMapper mapper) {
			return new JacksonPayloadCodec(mapper);
		}

	}

}
