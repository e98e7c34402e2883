package io.membership.spring.autoconfigure;

import io.membership.gossip.Memberlist;
import io.membership.spring.Clusters;
import io.membership.spring.LocalNodes;
import io.membership.spring.event.MembershipEventPublisher;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Decides, in one place, which protocol the local members speak, and publishes their
 * events.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnSingleCandidate(Memberlist.class)
class LocalNodeConfiguration {

	@Bean
	@ConditionalOnMissingBean
	@SuppressWarnings("NullAway") // getIfUnique may return null, and is not annotated so
	LocalNodes membershipLocalNodes(Memberlist memberlist, ObjectProvider<Clusters> clusters) {
		Clusters serf = clusters.getIfUnique();
		return (serf != null) ? LocalNodes.of(serf) : LocalNodes.of(memberlist);
	}

	@Bean
	@ConditionalOnMissingBean
	MembershipEventPublisher membershipEventPublisher(ApplicationContext context, ObjectProvider<LocalNodes> nodes) {
		return new MembershipEventPublisher(context, nodes::getObject);
	}

}
