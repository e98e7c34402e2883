package io.membership.spring.actuate;

import java.util.Comparator;
import java.util.List;
import java.util.Set;

import io.membership.gossip.Member;
import io.membership.gossip.MemberStatus;
import io.membership.gossip.Memberlist;
import io.membership.gossip.MemberlistMetrics;
import io.membership.gossip.MemberlistMetrics.Counter;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * The cluster as the local member knows it.
 *
 * @param self the local member
 * @param members the members, also failed and left ones that are still remembered, by
 * name; only those of the wanted statuses
 * @param total how many members are known, whatever their status
 * @param counts how many members there are by status, whatever statuses are wanted
 * @param broadcastQueue what waits to be gossiped
 */
public record ClusterDescriptor(Self self, List<MemberDescriptor> members, int total, Counts counts,
		BroadcastQueue broadcastQueue) implements OperationResponseBody {

	static ClusterDescriptor of(Memberlist memberlist, Set<MemberStatus> statuses) {
		List<Member> all = memberlist.allMembers();
		List<MemberDescriptor> members = all.stream()
			.filter((member) -> statuses.contains(member.status()))
			.sorted(Comparator.comparing(Member::name))
			.map(MemberDescriptor::of)
			.toList();
		return new ClusterDescriptor(Self.of(memberlist), members, all.size(), Counts.of(all),
				BroadcastQueue.of(memberlist.metrics()));
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
			return new Self(self.name(), MemberDescriptor.addressOf(self), MemberDescriptor.statusOf(self.status()),
					self.incarnation(), memberlist.healthScore());
		}

	}

	/**
	 * Members by status.
	 *
	 * @param alive answer probes
	 * @param suspect did not answer a probe and have not refuted yet
	 * @param failed did not refute in time
	 * @param left have announced that they leave
	 */
	public record Counts(long alive, long suspect, long failed, long left) {

		static Counts of(List<Member> members) {
			long[] counts = new long[MemberStatus.values().length];
			members.forEach((member) -> counts[member.status().ordinal()]++);
			return new Counts(counts[MemberStatus.ALIVE.ordinal()], counts[MemberStatus.SUSPECT.ordinal()],
					counts[MemberStatus.FAILED.ordinal()], counts[MemberStatus.LEFT.ordinal()]);
		}

	}

	/**
	 * Broadcasts that wait to be gossiped.
	 *
	 * @param depth how many wait, membership and user ones together
	 * @param bytes their size
	 * @param userDepth how many user broadcasts wait
	 * @param transmits how many have been transmitted so far, each copy counted
	 * @param dropped how many user broadcasts were dropped so far because the queue was
	 * full
	 */
	public record BroadcastQueue(int depth, long bytes, int userDepth, long transmits, long dropped) {

		static BroadcastQueue of(MemberlistMetrics metrics) {
			return new BroadcastQueue(metrics.broadcastQueueDepth(), metrics.broadcastQueueBytes(),
					metrics.userBroadcastQueueDepth(), metrics.count(Counter.TRANSMITS),
					metrics.count(Counter.BROADCASTS_DROPPED));
		}

	}

}
