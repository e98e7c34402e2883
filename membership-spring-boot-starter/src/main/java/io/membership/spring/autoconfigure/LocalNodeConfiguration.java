package io.membership.spring.autoconfigure;

import io.membership.gossip.Memberlist;
import io.membership.spring.Clusters;
import io.membership.spring.LocalNodes;
import io.membership.spring.event.MembershipEventPublisher;

import org.springframework.beans.factory.BeanFactory;
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
	LocalNodes membershipLocalNodes(Own<LocalNodes> own) {
		return own.get();
	}

	@Bean
	@ConditionalOnMissingBean(name = "membershipOwnLocalNodes")
	Own<LocalNodes> membershipOwnLocalNodes(BeanFactory beans, ObjectProvider<Own<Clusters>> clusters,
			ObjectProvider<Own<Memberlist>> memberlist) {
		return Own.of(beans, "membershipLocalNodes", LocalNodes.class, () -> nodes(beans, clusters, memberlist));
	}

	@SuppressWarnings("NullAway") // getIfUnique may return null, and is not annotated so
	private static LocalNodes nodes(BeanFactory beans, ObjectProvider<Own<Clusters>> clusters,
			ObjectProvider<Own<Memberlist>> memberlist) {
		Own<Clusters> serf = clusters.getIfUnique();
		if (serf != null) {
			return LocalNodes.of(serf.get());
		}
		Own<Memberlist> own = memberlist.getIfUnique();
		return LocalNodes.of((own != null) ? own.get() : beans.getBean(Memberlist.class));
	}

	@Bean
	@ConditionalOnMissingBean
	MembershipEventPublisher membershipEventPublisher(ApplicationContext context,
			ObjectProvider<Own<LocalNodes>> nodes) {
		return new MembershipEventPublisher(context, () -> nodes.getObject().get());
	}

}
