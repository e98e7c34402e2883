package io.membership.spring.autoconfigure;

import io.membership.gossip.Memberlist;
import io.membership.spring.Clusters;
import io.membership.spring.LocalNodes;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The one place that decides which protocol the local members speak. */
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

}
