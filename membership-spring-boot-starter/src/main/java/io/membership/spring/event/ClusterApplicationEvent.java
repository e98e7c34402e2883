package io.membership.spring.event;

import io.membership.cluster.Cluster;

import org.springframework.context.ApplicationEvent;

/**
 * Something that is not about a member has happened in a cluster that speaks Serf's
 * protocol. Order, threads and times of publication are those of {@link MembershipEvent}.
 */
public abstract sealed class ClusterApplicationEvent extends ApplicationEvent
		permits UserEvent, QueryEvent, NameConflictEvent {

	private final String clusterName;

	ClusterApplicationEvent(Cluster source, String clusterName) {
		super(source);
		this.clusterName = clusterName;
	}

	/**
	 * The local member that has heard of it.
	 * @return the cluster that published this event
	 */
	public final Cluster getCluster() {
		return (Cluster) getSource();
	}

	/**
	 * Which of the application's clusters this is about.
	 * @return the name under {@code membership.clusters}, or {@code primary}
	 */
	public final String getClusterName() {
		return this.clusterName;
	}

}
