package io.membership.spring.autoconfigure.diagnostics;

import java.util.Set;

import io.membership.catalog.LocalServices;
import io.membership.catalog.ServiceCatalog;
import io.membership.catalog.ServiceDiscovery;
import io.membership.cluster.Cluster;
import io.membership.gossip.Memberlist;
import io.membership.spring.ClusterTemplate;
import io.membership.spring.Clusters;
import io.membership.spring.LocalNodes;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Names the property that leaves out a bean of the starter, before Boot's own analysis
 * advises to define such a bean.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class MissingBeanFailureAnalyzer extends AbstractFailureAnalyzer<NoSuchBeanDefinitionException> {

	private static final Set<Class<?>> MEMBER = Set.of(Memberlist.class, LocalNodes.class);

	private static final Set<Class<?>> SERF = Set.of(Cluster.class, Clusters.class, ClusterTemplate.class);

	private static final Set<Class<?>> SERVICES = Set.of(ServiceCatalog.class, LocalServices.class,
			ServiceDiscovery.class);

	private final Environment environment;

	MissingBeanFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause) {
		Class<?> type = cause.getBeanType();
		if (type == null || cause.getNumberOfBeansFound() > 0) {
			return null;
		}
		boolean services = SERVICES.contains(type);
		boolean serf = services || SERF.contains(type);
		if (!serf && !MEMBER.contains(type)) {
			return null;
		}
		if (isFalse("membership.enabled")) {
			return analysis(type, "membership.enabled=false leaves out all beans of the cluster member.",
					"Remove membership.enabled=false", cause);
		}
		String protocol = this.environment.getProperty("membership.protocol", "serf");
		if (serf && protocol.equalsIgnoreCase("memberlist")) {
			return analysis(type, "membership.protocol=" + protocol + " selects a protocol without it.",
					"Set membership.protocol=serf or inject " + Memberlist.class.getName() + " instead", cause);
		}
		if (services && isFalse("membership.services.enabled")) {
			return analysis(type, "membership.services.enabled=false leaves out service discovery.",
					"Remove membership.services.enabled=false", cause);
		}
		return null;
	}

	private boolean isFalse(String property) {
		return "false".equalsIgnoreCase(this.environment.getProperty(property));
	}

	private static FailureAnalysis analysis(Class<?> type, String reason, String action, Throwable cause) {
		return new FailureAnalysis("There is no bean of type " + type.getName() + ": " + reason,
				action + ", or inject an ObjectProvider<" + type.getSimpleName() + "> where the bean may be missing.",
				cause);
	}

}
