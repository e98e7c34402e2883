package io.membership.spring.event;

import java.util.Map;
import java.util.Optional;

import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterMember;
import io.membership.cluster.MemberEventType;
import io.membership.gossip.Member;
import io.membership.gossip.MemberEvent;
import io.membership.gossip.Memberlist;

import org.springframework.context.ApplicationEvent;

/**
 * Something has changed about a member, which may be the local one.
 * <p>
 * Events of one member arrive in the order in which the changes happened; one listener is
 * called at a time. Nothing is published before the application context is refreshed nor
 * after it began to close; what happened before it was refreshed is published then.
 * Listeners run on a thread of their own: one that takes long delays later events,
 * nothing else, and when too many wait, changes of one member that cancel each other out
 * are merged.
 */
public abstract sealed class MembershipEvent extends ApplicationEvent permits MemberJoinedEvent, MemberUpdatedEvent,
		MemberLeftEvent, MemberFailedEvent, MemberSuspectedEvent, MemberRecoveredEvent, MemberReapedEvent {

	private final Subject subject;

	MembershipEvent(Memberlist source, Member member) {
		this(Subject.of(source, member));
	}

	MembershipEvent(Subject subject) {
		super(subject.source());
		this.subject = subject;
	}

	/**
	 * The member after the change. Its name and metadata come from the network: they are
	 * untrusted text.
	 * @return the member, immutable
	 */
	public final Member getMember() {
		return this.subject.member();
	}

	/**
	 * The member in Serf's terms, with its tags and Serf's status.
	 * @return the member, untrusted text; empty with memberlist's protocol, and for a
	 * suspicion of a member that Serf does not know
	 */
	public final Optional<ClusterMember> getClusterMember() {
		return Optional.ofNullable(this.subject.clusterMember());
	}

	/**
	 * The tags of the member.
	 * @return its tags by name, untrusted text; empty with memberlist's protocol
	 */
	public final Map<String, String> getTags() {
		ClusterMember clusterMember = this.subject.clusterMember();
		return (clusterMember != null) ? clusterMember.tags() : Map.of();
	}

	/**
	 * The local member as one that speaks Serf's protocol.
	 * @return the cluster that published this event; empty with memberlist's protocol
	 */
	public final Optional<Cluster> getCluster() {
		return Optional.ofNullable(this.subject.cluster());
	}

	/**
	 * Which of the application's clusters this is about.
	 * @return the name under {@code membership.clusters}, or {@code primary}
	 */
	public final String getClusterName() {
		return this.subject.clusterName();
	}

	/**
	 * The member that has observed the change: the local one.
	 * @return the bean that published this event
	 */
	public final Memberlist getMemberlist() {
		return (Memberlist) getSource();
	}

	@Override
	public String toString() {
		return getClass().getSimpleName() + "[" + this.subject.member() + "]";
	}

	static MembershipEvent of(MemberEvent.Type type, Subject subject) {
		return switch (type) {
			case JOINED -> new MemberJoinedEvent(subject);
			case UPDATED -> new MemberUpdatedEvent(subject);
			case LEFT -> new MemberLeftEvent(subject);
			case FAILED -> new MemberFailedEvent(subject);
			case SUSPECTED -> new MemberSuspectedEvent(subject);
			case RECOVERED -> new MemberRecoveredEvent(subject);
		};
	}

	static MembershipEvent of(MemberEventType type, Subject subject) {
		return switch (type) {
			case JOIN -> new MemberJoinedEvent(subject);
			case UPDATE -> new MemberUpdatedEvent(subject);
			case LEAVE -> new MemberLeftEvent(subject);
			case FAILED -> new MemberFailedEvent(subject);
			case REAP -> new MemberReapedEvent(subject);
		};
	}

}
