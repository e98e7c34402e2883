package io.membership.spring.lifecycle;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.membership.cluster.Cluster;
import io.membership.gossip.Memberlist;
import org.jspecify.annotations.Nullable;

/** The local member as far as its life goes, whichever protocol it speaks. */
sealed interface LocalNode {

	/** The gossip layer of it. */
	Memberlist memberlist();

	void start() throws IOException;

	/** Completes when the others have been told, or fails after the time-out. */
	CompletableFuture<? extends @Nullable Object> leave(Duration timeout);

	/** Longest time that a leave may take that was given this time-out. */
	Duration leaveLimit(Duration timeout);

	CompletableFuture<Void> shutdown();

	/** Speaks memberlist's protocol. */
	record OfMemberlist(Memberlist memberlist) implements LocalNode {

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

	/** Speaks Serf's protocol. */
	record OfCluster(Cluster cluster) implements LocalNode {

		@Override
		public Memberlist memberlist() {
			return this.cluster.memberlist();
		}

		@Override
		public void start() throws IOException {
			this.cluster.start();
		}

		@Override
		public CompletableFuture<? extends @Nullable Object> leave(Duration timeout) {
			return this.cluster.leave();
		}

		/** It answers for a while after everybody was told, which is not waiting. */
		@Override
		public Duration leaveLimit(Duration timeout) {
			return timeout.plus(this.cluster.config().leave().propagateDelay());
		}

		@Override
		public CompletableFuture<Void> shutdown() {
			return this.cluster.shutdown();
		}

	}

}
