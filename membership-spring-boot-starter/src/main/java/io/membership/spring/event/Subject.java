package io.membership.spring.event;

import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterMember;
import io.membership.gossip.Member;
import io.membership.gossip.MemberStatus;
import io.membership.gossip.Memberlist;
import io.membership.spring.Clusters;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link MembershipEvent} is about.
 *
 * @param source the local member in the gossip layer
 * @param member the member in the terms of the gossip layer
 * @param cluster the local member, if it speaks Serf's protocol
 * @param clusterMember the member in the terms of Serf, if this is an event of Serf's
 * @param clusterName which of the application's clusters it is
 */
record Subject(Memberlist source, Member member, @Nullable Cluster cluster, @Nullable ClusterMember clusterMember,
		String clusterName) {

	static Subject of(Memberlist source, Member member) {
		return new Subject(source, member, null, null, Clusters.PRIMARY);
	}

	static Subject of(Cluster cluster, Member member, String clusterName) {
		return new Subject(cluster.memberlist(), member, cluster, cluster.member(member.name()).orElse(null),
				clusterName);
	}

	static Subject of(Cluster cluster, ClusterMember member, String clusterName) {
		return new Subject(cluster.memberlist(), inGossip(cluster.memberlist(), member), cluster, member, clusterName);
	}

	/**
	 * Serf remembers members for longer than gossip does, and its status may be ahead or
	 * behind by a moment.
	 */
	private static Member inGossip(Memberlist memberlist, ClusterMember member) {
		MemberStatus status = switch (member.state()) {
			case ALIVE, LEAVING -> MemberStatus.ALIVE;
			case LEFT -> MemberStatus.LEFT;
			case FAILED -> MemberStatus.FAILED;
		};
		Member known = memberlist.member(member.name()).orElse(null);
		if (known != null && known.status().isPresent() == status.isPresent()) {
			return known;
		}
		return new Member(member.name(), member.address(), status, (known != null) ? known.metadata() : new byte[0],
				(known != null) ? known.incarnation() : 0, member.versions(),
				(member.gone() != null) ? member.gone() : java.time.Instant.now());
	}

}
