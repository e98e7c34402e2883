package io.membership.spring.autoconfigure.diagnostics;

import io.membership.gossip.ConflictDelegate;
import io.membership.gossip.EventDelegate;
import io.membership.gossip.PingDelegate;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Reports the bean that conflicts with Serf's protocol, and its replacement. */
final class OccupiedDelegateFailureAnalyzer extends AbstractFailureAnalyzer<OccupiedDelegateException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, OccupiedDelegateException cause) {
		return new FailureAnalysis(cause.getMessage(), instead(cause.kind()) + " To keep the bean '" + cause.beanName()
				+ "', set membership.protocol=memberlist.", cause);
	}

	private static String instead(Class<?> kind) {
		if (kind == EventDelegate.class) {
			return "Listen to the events of io.membership.spring.event with @EventListener instead.";
		}
		if (kind == ConflictDelegate.class) {
			return "Listen to NameConflictEvent with @EventListener instead.";
		}
		if (kind == PingDelegate.class) {
			return "Use Cluster.coordinate() to get the coordinates of members instead.";
		}
		return "Send user events and queries, and receive them with @OnUserEvent and @OnQuery instead.";
	}

}
