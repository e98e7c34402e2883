package io.membership.spring.event;

import java.net.InetSocketAddress;

import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterEvent;

/**
 * Another node uses this member's name, and the cluster was asked which of the two it
 * knows. The name has to be changed at one of them.
 */
public final class NameConflictEvent extends ClusterApplicationEvent {

	private final ClusterEvent.NameConflict conflict;

	/**
	 * Creates the event.
	 * @param source the local member
	 * @param clusterName which of the application's clusters it is
	 * @param conflict what has happened
	 */
	public NameConflictEvent(Cluster source, String clusterName, ClusterEvent.NameConflict conflict) {
		super(source, clusterName);
		this.conflict = conflict;
	}

	/**
	 * The name that both use.
	 * @return this member's name
	 */
	public String getName() {
		return this.conflict.name();
	}

	/**
	 * Where the other node is.
	 * @return its address
	 */
	public InetSocketAddress getOther() {
		return this.conflict.other();
	}

	/**
	 * How many members have said which of the two they know.
	 * @return the number of answers
	 */
	public int getVotes() {
		return this.conflict.votes();
	}

	/**
	 * How many of them know this member.
	 * @return the number of answers for this member
	 */
	public int getVotesForThisMember() {
		return this.conflict.forThisMember();
	}

	/**
	 * Whether this member has lost the vote and has stepped back: it is no member any
	 * more. The application goes on.
	 * @return whether it was lost
	 */
	public boolean isLost() {
		return this.conflict.lost();
	}

	@Override
	public String toString() {
		return "NameConflictEvent[" + (isLost() ? "lost" : "won") + ", votes=" + getVotes() + "]";
	}

}
