package io.membership.gossip;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Set;

import io.membership.SafeText;
import io.membership.gossip.MemberlistMetrics.Counter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins the configured seeds in the background for as long as the member runs, so that a
 * partition of any length heals by itself, as does a start before the other members (in
 * memberlist two halves of a cluster that have forgotten each other never meet again: its
 * issue 222).
 * <p>
 * Until a seed is reached, all of them are tried again with a jittered delay, which grows
 * once the other members have had the time to start. Afterwards the seeds are resolved
 * again at long intervals; addresses that belong to no present member are contacted, and
 * so are some of the lost members. Confined to the event loop.
 */
final class Rejoiner {

	/** Follows the join through the configured seeds, on the event loop. */
	interface FirstJoin {

		/** An attempt begins. */
		void joining();

		/**
		 * An attempt has ended, and the states that came with it are merged.
		 * @param reached how many addresses were reached; another attempt follows if
		 * there is none
		 */
		void joined(int reached);

	}

	private static final Logger logger = LoggerFactory.getLogger(Rejoiner.class);

	/** While the other members may still be starting, the delay hardly grows. */
	private static final long EAGER_NANOS = 30_000_000_000L;

	private final NodeContext context;

	private final MemberTable table;

	private final StateMachine state;

	private final SeedSource seeds;

	private final Joiner joiner;

	private final LostMembers lost;

	private final @Nullable FirstJoin listener;

	private long delay;

	private boolean joined;

	private boolean warned;

	private boolean toldAlone;

	private final long startedAt;

	/**
	 * Creates the part.
	 * @param context the member
	 * @param table the known members
	 * @param state knows whether this member is leaving
	 * @param seeds finds the addresses to join
	 * @param joiner joins them
	 * @param lost the members to look for
	 * @param listener is called when a first join begins and ends, or {@code null}
	 */
	Rejoiner(NodeContext context, MemberTable table, StateMachine state, SeedSource seeds, Joiner joiner,
			LostMembers lost, @Nullable FirstJoin listener) {
		this.context = context;
		this.table = table;
		this.state = state;
		this.seeds = seeds;
		this.joiner = joiner;
		this.lost = lost;
		this.listener = listener;
		this.delay = context.config().seeds().retry().initialDelay().toNanos();
		this.startedAt = context.now();
	}

	/** Starts the first join, or the periodic rounds if there is no seed. */
	void start() {
		if (this.seeds.isEmpty()) {
			this.joined = true;
			scheduleNext();
			return;
		}
		joinSeeds();
	}

	private void joinSeeds() {
		this.seeds.seeds((addresses) -> {
			if (!this.state.isLeaving()) {
				if (this.listener != null) {
					this.listener.joining();
				}
				this.joiner.join(addresses, this::firstJoinEnded);
			}
		});
	}

	private void firstJoinEnded(JoinResult result) {
		if (this.listener != null) {
			this.listener.joined(result.reached());
		}
		this.context.metrics().increment(Counter.REJOIN_ATTEMPTS);
		boolean onlySelf = result.reached() == 0 && result.failures().isEmpty();
		// names and a provider that lead only to this member, or nowhere, may soon lead
		// to more
		this.joined = result.reached() > 0 || (onlySelf && !this.seeds.isChanging());
		tell(result, onlySelf);
		if (this.joined) {
			this.delay = this.context.config().seeds().retry().initialDelay().toNanos();
		}
		scheduleNext();
	}

	private void tell(JoinResult result, boolean onlySelf) {
		if (result.reached() > 0) {
			logger.atInfo()
				.addKeyValue("reached", result.reached())
				.addKeyValue("failed", result.failures().size())
				.log("Joined the cluster through {} of {} addresses", result.reached(),
						result.reached() + result.failures().size());
		}
		else if (onlySelf && !this.toldAlone) {
			this.toldAlone = true;
			logger.atInfo()
				.log(this.joined ? "The seeds lead only to this member, so it is the first of its cluster"
						: "The seeds lead to no other member so far, trying again in the background");
		}
		else if (!onlySelf && !this.warned) {
			this.warned = true;
			logger.atWarn()
				.addKeyValue("failures", SafeText.of(result.failures().toString()))
				.log("No seed could be reached, trying again in the background: {}",
						SafeText.of(result.failures().toString()));
		}
	}

	private void scheduleNext() {
		if (!this.context.config().seeds().retry().enabled()) {
			return;
		}
		long wait;
		if (this.joined) {
			wait = jitter(this.context.config().seeds().retry().interval().toNanos());
		}
		else {
			// full jitter, but never in a burst
			wait = this.delay / 10 + this.context.runtime().random().nextLong(this.delay);
			this.delay = Math.min(this.delay * 2, longestDelay());
		}
		this.context.stalls().after(wait, this::round);
	}

	private long longestDelay() {
		SeedsConfig.Retry retry = this.context.config().seeds().retry();
		boolean eager = this.context.now() - this.startedAt < EAGER_NANOS;
		return Math.min(eager ? 2 * retry.initialDelay().toNanos() : Long.MAX_VALUE, retry.maxDelay().toNanos());
	}

	private void round() {
		if (this.state.isLeaving()) {
			return;
		}
		if (!this.joined && this.table.clusterSize() <= 1) {
			joinSeeds();
			return;
		}
		this.joined = true;
		this.seeds.seeds((addresses) -> this.joiner.resolve(addresses, (resolved, failures) -> rejoin(resolved)));
	}

	private void rejoin(Set<InetSocketAddress> resolved) {
		if (this.state.isLeaving()) {
			return;
		}
		Set<InetSocketAddress> wanted = new LinkedHashSet<>(resolved);
		wanted.removeAll(this.table.presentAddresses());
		wanted.addAll(this.lost.draw());
		if (wanted.isEmpty()) {
			scheduleNext();
			return;
		}
		this.context.metrics().increment(Counter.REJOIN_ATTEMPTS);
		this.joiner.exchangeAll(wanted, new LinkedHashMap<>(), (attempt) -> {
			if (attempt.news()) {
				logger.atInfo()
					.addKeyValue("reached", attempt.result().reached())
					.log("Reached lost parts of the cluster again");
			}
			scheduleNext();
		});
	}

	private long jitter(long nanos) {
		return nanos / 2 + this.context.runtime().random().nextLong(nanos);
	}

}
