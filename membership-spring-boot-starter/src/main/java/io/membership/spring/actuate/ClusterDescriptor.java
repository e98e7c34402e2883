package io.membership.spring.actuate;

import java.util.List;

import io.membership.Addresses;
import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterMember;
import io.membership.cluster.ClusterMetrics;
import io.membership.cluster.ClusterMetrics.Gauge;
import io.membership.gossip.Member;
import io.membership.gossip.Memberlist;
import io.membership.gossip.MemberlistMetrics;
import io.membership.gossip.MemberlistMetrics.Counter;
import io.membership.spring.LocalNode;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * The cluster as the local member knows it.
 *
 * @param self the local member
 * @param members the members by name, including failed and left ones that are not
 * forgotten yet; only those of the requested statuses
 * @param total number of members in this answer
 * @param counts number of known members by status, regardless of the requested statuses
 * @param broadcastQueue broadcasts waiting to be gossiped
 * @param serf details of Serf's protocol; absent with memberlist's
 */
public record ClusterDescriptor(Self self, List<MemberDescriptor> members, int total, Counts counts,
		BroadcastQueue broadcastQueue, @Nullable Serf serf) implements OperationResponseBody {

	static ClusterDescriptor of(LocalNode node, List<MemberDescriptor> members) {
		LocalNode.Counts counts = node.counts();
		return new ClusterDescriptor(Self.of(node.memberlist()), members, members.size(), Counts.of(counts),
				BroadcastQueue.of(node.memberlist().metrics()),
				node.cluster().map((cluster) -> Serf.of(node.clusterName(), cluster)).orElse(null));
	}

	/**
	 * The local member.
	 *
	 * @param name its name
	 * @param address address and port that it advertises
	 * @param status its own status: alive, or left once it has announced that
	 * @param incarnation its incarnation
	 * @param healthScore its local health score; 0 is healthy
	 */
	public record Self(String name, String address, String status, long incarnation, int healthScore) {

		static Self of(Memberlist memberlist) {
			Member self = memberlist.localMember();
			return new Self(self.name(), Addresses.format(self.address()), ClusterMember.of(self).state().text(),
					self.incarnation(), memberlist.healthScore());
		}

	}

	/**
	 * Members by status.
	 *
	 * @param alive members that are alive as far as is known, suspected ones included
	 * @param suspect members that did not answer a probe and have not refuted yet
	 * @param failed members that did not refute in time
	 * @param left members that have left
	 * @param leaving members that have announced their leave and are still present; none
	 * with memberlist's protocol
	 */
	public record Counts(int alive, int suspect, int failed, int left, int leaving) {

		static Counts of(LocalNode.Counts counts) {
			return new Counts(counts.alive(), counts.suspect(), counts.failed(), counts.left(), counts.leaving());
		}

	}

	/**
	 * Details of Serf's protocol.
	 *
	 * @param cluster name of the cluster within the application
	 * @param state lifecycle state of the local member, in lower case
	 * @param lamportTimes the Lamport clocks
	 * @param queues Serf's broadcasts waiting to be gossiped
	 */
	public record Serf(String cluster, String state, LamportTimes lamportTimes, Queues queues) {

		static Serf of(String name, Cluster cluster) {
			ClusterMetrics metrics = cluster.metrics();
			return new Serf(name, cluster.state().text(),
					new LamportTimes(metrics.value(Gauge.MEMBER_TIME), metrics.value(Gauge.EVENT_TIME),
							metrics.value(Gauge.QUERY_TIME)),
					new Queues(metrics.value(Gauge.INTENT_QUEUE), metrics.value(Gauge.EVENT_QUEUE),
							metrics.value(Gauge.QUERY_QUEUE)));
		}

	}

	/**
	 * The Lamport clocks.
	 *
	 * @param member time of the membership
	 * @param event time of the user events
	 * @param query time of the queries
	 */
	public record LamportTimes(long member, long event, long query) {

	}

	/**
	 * Serf's broadcasts waiting to be gossiped.
	 *
	 * @param intents intents to join or leave
	 * @param events user events
	 * @param queries queries
	 */
	public record Queues(long intents, long events, long queries) {

	}

	/**
	 * Broadcasts waiting to be gossiped.
	 *
	 * @param depth number of broadcasts, membership and user ones together
	 * @param bytes their size
	 * @param userDepth number of user broadcasts
	 * @param transmits number of transmissions so far, each copy counted
	 * @param dropped number of user broadcasts dropped so far because the queue was full
	 */
	public record BroadcastQueue(int depth, long bytes, int userDepth, long transmits, long dropped) {

		static BroadcastQueue of(MemberlistMetrics metrics) {
			return new BroadcastQueue(metrics.broadcastQueueDepth(), metrics.broadcastQueueBytes(),
					metrics.userBroadcastQueueDepth(), metrics.count(Counter.TRANSMITS),
					metrics.count(Counter.BROADCASTS_DROPPED));
		}

	}

}
