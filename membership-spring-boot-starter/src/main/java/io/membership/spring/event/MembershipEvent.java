package io.membership.spring.event;

import java.util.Optional;

import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterMember;
import io.membership.cluster.MemberEventType;
import io.membership.gossip.MemberEvent;
import io.membership.gossip.Memberlist;
import io.membership.spring.LocalNode;

import org.springframework.context.ApplicationEvent;

/**
 * Published when a member, possibly the local one, has changed.
 * <p>
 * Events of one member are published in the order of the changes, to one listener at a
 * time. Events are published only between the refresh and the close of the application
 * context; changes before the refresh are published then. Listeners run on a separate
 * thread: a slow one delays only later events. When too many events are waiting, changes
 * of one member that cancel each other out are merged.
 */
public abstract sealed class MembershipEvent extends ApplicationEvent permits MemberJoinedEvent, MemberUpdatedEvent,
		MemberLeftEvent, MemberFailedEvent, MemberSuspectedEvent, MemberRecoveredEvent, MemberReapedEvent {

	private final ClusterMember member;

	MembershipEvent(LocalNode source, ClusterMember member) {
		super(source);
		this.member = member;
	}

	/**
	 * Returns the member after the change. Its name and tags come from the network and
	 * are untrusted text. With memberlist's protocol it has no tags;
	 * {@link Memberlist#member} returns its metadata.
	 * @return the member, immutable
	 */
	public final ClusterMember getMember() {
		return this.member;
	}

	/**
	 * Returns the cluster of the member.
	 * @return the cluster; empty with memberlist's protocol
	 */
	public final Optional<Cluster> getCluster() {
		return node().cluster();
	}

	/**
	 * Returns the name of the cluster within the application.
	 * @return the name under {@code membership.clusters}, or {@code primary}
	 */
	public final String getClusterName() {
		return node().clusterName();
	}

	@Override
	public String toString() {
		return getClass().getSimpleName() + "[" + this.member + "]";
	}

	private LocalNode node() {
		return (LocalNode) getSource();
	}

	static MembershipEvent of(MemberEvent.Type type, LocalNode source, ClusterMember member) {
		return switch (type) {
			case JOINED -> new MemberJoinedEvent(source, member);
			case UPDATED -> new MemberUpdatedEvent(source, member);
			case LEFT -> new MemberLeftEvent(source, member);
			case FAILED -> new MemberFailedEvent(source, member);
			case SUSPECTED -> new MemberSuspectedEvent(source, member);
			case RECOVERED -> new MemberRecoveredEvent(source, member);
		};
	}

	/**
	 * Creates the event for a change of suspicion, for which Serf has no member event of
	 * its own.
	 */
	static MembershipEvent ofSuspicion(LocalNode source, ClusterMember member) {
		return member.suspect() ? new MemberSuspectedEvent(source, member) : new MemberRecoveredEvent(source, member);
	}

	static MembershipEvent of(MemberEventType type, LocalNode source, ClusterMember member) {
		return switch (type) {
			case JOIN -> new MemberJoinedEvent(source, member);
			case UPDATE -> new MemberUpdatedEvent(source, member);
			case LEAVE -> new MemberLeftEvent(source, member);
			case FAILED -> new MemberFailedEvent(source, member);
			case REAP -> new MemberReapedEvent(source, member);
		};
	}

}
