package io.membership.spring.event;

import java.net.InetSocketAddress;

import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterEvent;

/**
 * Published when another node uses this member's name and the cluster has voted on which
 * of the two keeps it. Operators should rename one of them.
 */
public final class NameConflictEvent extends ClusterApplicationEvent {

	private final ClusterEvent.NameConflict conflict;

	/**
	 * Creates the event.
	 * @param source the local member
	 * @param clusterName name of the cluster within the application
	 * @param conflict the conflict
	 */
	public NameConflictEvent(Cluster source, String clusterName, ClusterEvent.NameConflict conflict) {
		super(source, clusterName);
		this.conflict = conflict;
	}

	/**
	 * Returns the name that both nodes use.
	 * @return this member's name
	 */
	public String getName() {
		return this.conflict.name();
	}

	/**
	 * Returns the address of the other node.
	 * @return its address
	 */
	public InetSocketAddress getOther() {
		return this.conflict.other();
	}

	/**
	 * Returns the number of members that voted.
	 * @return the number of votes
	 */
	public int getVotes() {
		return this.conflict.votes();
	}

	/**
	 * Returns the number of votes for this member.
	 * @return the number of votes
	 */
	public int getVotesForThisMember() {
		return this.conflict.forThisMember();
	}

	/**
	 * Returns whether this member has lost the vote and therefore shut down. The
	 * application keeps running.
	 * @return whether it lost
	 */
	public boolean isLost() {
		return this.conflict.lost();
	}

	@Override
	public String toString() {
		return "NameConflictEvent[" + (isLost() ? "lost" : "won") + ", votes=" + getVotes() + "]";
	}

}
