package io.membership.cluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import io.membership.gossip.JoinResult;
import io.membership.runtime.NodeRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins the members that were alive before a restart: in random order, one after the
 * other, until one can be reached. Gossip then brings the others. Announces no join,
 * because no member has recorded a leave of this one. Confined to the event loop.
 */
final class SnapshotRejoin {

	private static final Logger logger = LoggerFactory.getLogger(SnapshotRejoin.class);

	private final NodeRuntime runtime;

	private final Function<String, CompletableFuture<JoinResult>> join;

	private final BooleanSupplier wanted;

	private final List<String> addresses;

	/**
	 * Prepares the attempts.
	 * @param runtime the event loop
	 * @param addresses the addresses to join, without that of this member
	 * @param join joins through one address
	 * @param wanted whether this member still wants to join
	 */
	SnapshotRejoin(NodeRuntime runtime, Collection<String> addresses,
			Function<String, CompletableFuture<JoinResult>> join, BooleanSupplier wanted) {
		this.runtime = runtime;
		this.join = join;
		this.wanted = wanted;
		this.addresses = new ArrayList<>(addresses);
	}

	/** Starts in the background. */
	void start() {
		if (this.addresses.isEmpty()) {
			return;
		}
		for (int i = this.addresses.size() - 1; i > 0; i--) {
			Collections.swap(this.addresses, i, this.runtime.random().nextInt(i + 1));
		}
		logger.atInfo()
			.addKeyValue("members", this.addresses.size())
			.log("Joining one of the {} members of the snapshot", this.addresses.size());
		next(this.addresses.iterator());
	}

	private void next(Iterator<String> left) {
		if (!this.wanted.getAsBoolean()) {
			return;
		}
		if (!left.hasNext()) {
			logger.atWarn()
				.addKeyValue("members", this.addresses.size())
				.log("None of the {} members of the snapshot can be reached", this.addresses.size());
			return;
		}
		String address = left.next();
		this.join.apply(address).whenComplete((result, failure) -> this.runtime.execute(() -> {
			if (failure != null || result.reached() == 0) {
				next(left);
				return;
			}
			logger.atInfo()
				.addKeyValue("address", address)
				.log("Joined the cluster of the snapshot through {}", address);
		}));
	}

}
