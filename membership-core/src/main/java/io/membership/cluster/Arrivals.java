package io.membership.cluster;

import java.util.Collection;
import java.util.concurrent.CompletableFuture;

import io.membership.gossip.JoinResult;
import io.membership.gossip.Memberlist;
import io.membership.runtime.LoopCalls;

/**
 * Joins other members on request of the application, and announces this member after
 * every join. Confined to the event loop, except for {@link #join}.
 */
final class Arrivals {

	private final ClusterContext context;

	private final Lifecycle lifecycle;

	private final Memberlist memberlist;

	private final StateExchange exchange;

	private final Intents intents;

	private final LoopCalls calls;

	Arrivals(ClusterContext context, Lifecycle lifecycle, Memberlist memberlist, StateExchange exchange,
			Intents intents, LoopCalls calls) {
		this.context = context;
		this.lifecycle = lifecycle;
		this.memberlist = memberlist;
		this.exchange = exchange;
		this.intents = intents;
		this.calls = calls;
	}

	/**
	 * Joins the cluster through known addresses, see {@link Cluster#join}. Any thread.
	 */
	CompletableFuture<JoinResult> join(Collection<String> addresses, boolean ignoreOld) {
		if (!this.lifecycle.isStaying()) {
			return CompletableFuture.failedFuture(new IllegalStateException("Serf can't Join after Leave or Shutdown"));
		}
		if (ignoreOld) {
			this.context.runtime().execute(() -> this.exchange.ignoreOld(true));
		}
		CompletableFuture<JoinResult> joined = this.memberlist.join(addresses);
		joined.thenAccept((result) -> {
			if (ignoreOld) {
				this.exchange.ignoreOld(false);
			}
			announce(result.reached());
		});
		return this.calls.follow(joined);
	}

	/** Called when the first join through the configured seeds begins. */
	void joining() {
		this.exchange.joining(true);
	}

	/** Called when the first join through the configured seeds has ended. */
	void joined(int reached) {
		this.exchange.joining(false);
		announce(reached);
	}

	private void announce(int reached) {
		if (reached > 0) {
			this.intents.join();
		}
	}

}
