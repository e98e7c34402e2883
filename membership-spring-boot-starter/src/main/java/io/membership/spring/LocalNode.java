package io.membership.spring;

import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterMember;
import io.membership.cluster.MemberState;
import io.membership.cluster.coordinate.Coordinate;
import io.membership.gossip.MemberStatus;
import io.membership.gossip.Memberlist;
import org.jspecify.annotations.Nullable;

/**
 * The local member of one of the application's clusters, whichever protocol it speaks.
 * Thread-safe; only {@link #start()} blocks.
 */
public sealed interface LocalNode {

	/**
	 * Returns the name of the member's cluster within the application.
	 * @return the name under {@code membership.clusters}, or {@code primary}
	 */
	String clusterName();

	/**
	 * Returns the gossip layer of the member, which is present with both protocols.
	 * @return the member of the gossip cluster
	 */
	Memberlist memberlist();

	/**
	 * Returns the cluster if the member speaks Serf's protocol.
	 * @return the cluster; empty with memberlist's protocol
	 */
	Optional<Cluster> cluster();

	/**
	 * Returns all known members, including left and failed ones that are still
	 * remembered.
	 * @return a snapshot, sorted by name
	 */
	List<ClusterMember> members();

	/**
	 * Looks up a member.
	 * @param name its name
	 * @return the member, or empty if it is unknown
	 */
	Optional<ClusterMember> member(String name);

	/**
	 * Counts the known members.
	 * @return the number of members by status
	 */
	Counts counts();

	/**
	 * Estimates the round-trip time between the local and another member.
	 * @param name name of the other member
	 * @return the estimate; empty for the local member, until the network coordinates of
	 * both members are known, and always with memberlist's protocol
	 */
	Optional<Duration> roundTrip(String name);

	/**
	 * Forgets a failed or left member at once, on the local member only.
	 * @param name its name
	 * @return whether a member was forgotten
	 */
	CompletableFuture<Boolean> forget(String name);

	/**
	 * Binds the sockets and starts the protocol.
	 * @throws IOException if the address or port cannot be bound, or a file cannot be
	 * read
	 */
	void start() throws IOException;

	/**
	 * Announces that this member leaves.
	 * @param timeout maximum time to gossip the leave
	 * @return completes when the leave has been gossiped, or fails after the time-out
	 */
	CompletableFuture<? extends @Nullable Object> leave(Duration timeout);

	/**
	 * Returns the maximum duration of {@link #leave}.
	 * @param timeout the time-out of the leave
	 * @return the time-out plus the time for which the member keeps answering afterwards
	 */
	Duration leaveLimit(Duration timeout);

	/**
	 * Stops without announcing a leave. Idempotent.
	 * @return completes when the sockets are closed
	 */
	CompletableFuture<Void> shutdown();

	/**
	 * Numbers of members by status.
	 *
	 * @param alive members that are considered alive, including suspected ones
	 * @param suspect members that did not answer a probe and have not refuted yet
	 * @param leaving members that have announced their leave and are still present; none
	 * with memberlist's protocol
	 * @param left members that have left
	 * @param failed members that did not refute in time
	 */
	record Counts(int alive, int suspect, int leaving, int left, int failed) {

		/**
		 * Returns the number of members that are alive and answer probes.
		 * @return the number of members that are alive and not suspected
		 */
		public int unsuspected() {
			return Math.max(0, this.alive - this.suspect);
		}

		/**
		 * Returns the number of present members.
		 * @return the number of members that are alive or leaving
		 */
		public int present() {
			return this.alive + this.leaving;
		}

		/**
		 * Returns the number of known members.
		 * @return the number of members of any status
		 */
		public int total() {
			return this.alive + this.leaving + this.left + this.failed;
		}

	}

	/**
	 * The local member of a cluster that speaks memberlist's protocol.
	 *
	 * @param memberlist the member
	 */
	record OfMemberlist(Memberlist memberlist) implements LocalNode {

		@Override
		public String clusterName() {
			return Clusters.PRIMARY;
		}

		@Override
		public Optional<Cluster> cluster() {
			return Optional.empty();
		}

		@Override
		public List<ClusterMember> members() {
			return this.memberlist.allMembers()
				.stream()
				.map(ClusterMember::of)
				.sorted(Comparator.comparing(ClusterMember::name))
				.toList();
		}

		@Override
		public Optional<ClusterMember> member(String name) {
			return this.memberlist.member(name).map(ClusterMember::of);
		}

		@Override
		public Counts counts() {
			int suspect = this.memberlist.count(MemberStatus.SUSPECT);
			return new Counts(this.memberlist.count(MemberStatus.ALIVE) + suspect, suspect, 0,
					this.memberlist.count(MemberStatus.LEFT), this.memberlist.count(MemberStatus.FAILED));
		}

		@Override
		public Optional<Duration> roundTrip(String name) {
			return Optional.empty();
		}

		@Override
		public CompletableFuture<Boolean> forget(String name) {
			return this.memberlist.forget(name);
		}

		@Override
		public void start() throws IOException {
			this.memberlist.start();
		}

		@Override
		public CompletableFuture<? extends @Nullable Object> leave(Duration timeout) {
			return this.memberlist.leave(timeout);
		}

		@Override
		public Duration leaveLimit(Duration timeout) {
			return timeout;
		}

		@Override
		public CompletableFuture<Void> shutdown() {
			return this.memberlist.shutdown();
		}

	}

	/**
	 * The local member of a cluster that speaks Serf's protocol.
	 *
	 * @param clusterName name of the cluster within the application
	 * @param serf the member
	 */
	record OfCluster(String clusterName, Cluster serf) implements LocalNode {

		@Override
		public Memberlist memberlist() {
			return this.serf.memberlist();
		}

		@Override
		public Optional<Cluster> cluster() {
			return Optional.of(this.serf);
		}

		@Override
		public List<ClusterMember> members() {
			return this.serf.members();
		}

		@Override
		public Optional<ClusterMember> member(String name) {
			return this.serf.member(name);
		}

		@Override
		public Counts counts() {
			return new Counts(count(MemberState.ALIVE), memberlist().count(MemberStatus.SUSPECT),
					count(MemberState.LEAVING), count(MemberState.LEFT), count(MemberState.FAILED));
		}

		private int count(MemberState state) {
			return this.serf.metrics().members(state);
		}

		@Override
		public Optional<Duration> roundTrip(String name) {
			String self = this.serf.config().memberlist().name();
			if (name.equals(self)) {
				// the estimate between a coordinate and itself is not zero and is
				// meaningless
				return Optional.empty();
			}
			Coordinate own = this.serf.coordinate(self).orElse(null);
			Coordinate other = this.serf.coordinate(name).orElse(null);
			return (own == null || other == null || own.dimensions() != other.dimensions()) ? Optional.empty()
					: Optional.of(own.distanceTo(other));
		}

		@Override
		public CompletableFuture<Boolean> forget(String name) {
			return this.serf.forget(name);
		}

		@Override
		public void start() throws IOException {
			this.serf.start();
		}

		@Override
		public CompletableFuture<? extends @Nullable Object> leave(Duration timeout) {
			return this.serf.leave();
		}

		/**
		 * Adds the time for which the member keeps answering after gossiping its leave.
		 */
		@Override
		public Duration leaveLimit(Duration timeout) {
			return timeout.plus(this.serf.config().leave().propagateDelay());
		}

		@Override
		public CompletableFuture<Void> shutdown() {
			return this.serf.shutdown();
		}

	}

}
