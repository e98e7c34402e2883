package io.membership.spring.event;

import io.membership.cluster.Cluster;

import org.springframework.context.ApplicationEvent;

/**
 * Base class of events other than membership changes in a cluster that speaks Serf's
 * protocol. They are published in the same order, on the same thread and at the same time
 * as a {@link MembershipEvent}.
 */
public abstract sealed class ClusterApplicationEvent extends ApplicationEvent
		permits UserEvent, QueryEvent, NameConflictEvent {

	private final String clusterName;

	ClusterApplicationEvent(Cluster source, String clusterName) {
		super(source);
		this.clusterName = clusterName;
	}

	/**
	 * Returns the local member that published this event.
	 * @return the cluster
	 */
	public final Cluster getCluster() {
		return (Cluster) getSource();
	}

	/**
	 * Returns the name of the cluster within the application.
	 * @return the name under {@code membership.clusters}, or {@code primary}
	 */
	public final String getClusterName() {
		return this.clusterName;
	}

}
