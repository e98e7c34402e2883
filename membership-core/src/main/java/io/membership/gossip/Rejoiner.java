package io.membership.gossip;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.membership.SafeText;
import io.membership.gossip.MemberlistMetrics.Counter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins the configured seeds in the background and goes on for as long as the member
 * runs, so that a start before the others, and a partition of any length, heals by itself
 * (in memberlist two halves of a cluster that have forgotten each other never meet again:
 * its issue 222).
 * <p>
 * Until a seed is reached, all of them are tried again with a growing, jittered delay.
 * Afterwards, now and then, the seeds are resolved anew, and those of their addresses
 * that no present member has are contacted, and some of the members that were lost.
 * Confined to the event loop.
 */
final class Rejoiner {

	private static final Logger logger = LoggerFactory.getLogger(Rejoiner.class);

	/** Lost members that are remembered; the longest lost are forgotten first. */
	private static final int MAX_LOST = 1024;

	/** Lost members contacted at one time by the whole cluster, roughly. */
	private static final int LOST_PER_ROUND = 3;

	private static final int MAX_SETTLE_ROUNDS = 4;

	private static final long SETTLE_DELAY_NANOS = Duration.ofSeconds(2).toNanos();

	private final GossipCore core;

	private final Joiner joiner;

	private final SeedSource seeds;

	private final Map<String, InetSocketAddress> lost = new LinkedHashMap<>();

	private final Map<InetSocketAddress, Integer> settling = new LinkedHashMap<>();

	private long delay;

	private boolean joined;

	private boolean warned;

	Rejoiner(GossipCore core, Joiner joiner) {
		this.core = core;
		this.joiner = joiner;
		this.seeds = new SeedSource(core);
		this.delay = core.config().seeds().retry().initialDelay().toNanos();
	}

	void start() {
		if (this.seeds.isEmpty()) {
			this.joined = true;
			scheduleNext();
			return;
		}
		joinSeeds();
	}

	/** A member was lost: remembered until it returns, leaves or is forgotten. */
	void lost(NodeRecord node) {
		if (node.status == MemberStatus.FAILED) {
			this.lost.remove(node.name);
			this.lost.put(node.name, node.address);
			if (this.lost.size() > MAX_LOST) {
				this.lost.remove(this.lost.keySet().iterator().next());
			}
		}
		else {
			this.lost.remove(node.name);
		}
	}

	void returned(String name) {
		this.lost.remove(name);
	}

	/**
	 * Exchanges the state with a node some more times. Two halves that meet again accuse
	 * each other first; the accused refute within their half, and only the next exchange
	 * carries that across.
	 */
	void settle(InetSocketAddress address) {
		if (this.settling.merge(address, 1, Integer::sum) > MAX_SETTLE_ROUNDS) {
			this.settling.remove(address);
			return;
		}
		this.core.stalls().after(jitter(SETTLE_DELAY_NANOS), () -> {
			if (this.core.state().isLeaving()) {
				return;
			}
			this.core.pushPull().exchange(address, true, new PushPull.Outcome() {

				@Override
				public void succeeded(boolean disagreement) {
					if (disagreement) {
						settle(address);
					}
					else {
						Rejoiner.this.settling.remove(address);
					}
				}

				@Override
				public void failed(IOException cause) {
					Rejoiner.this.settling.remove(address);
				}

			});
		});
	}

	private void joinSeeds() {
		this.seeds.seeds((addresses) -> {
			if (!this.core.state().isLeaving()) {
				this.core.joining();
				this.joiner.join(addresses, this::firstJoinEnded);
			}
		});
	}

	private void firstJoinEnded(JoinResult result) {
		this.core.joined(result.reached());
		this.core.metrics().increment(Counter.REJOIN_ATTEMPTS);
		// A provider that knows nobody, or just this member, will soon know more.
		boolean onlySelf = result.reached() == 0 && result.failures().isEmpty() && !this.seeds.isChanging();
		this.joined = result.reached() > 0 || onlySelf;
		if (this.joined) {
			logger.atInfo()
				.addKeyValue("reached", result.reached())
				.addKeyValue("failed", result.failures().size())
				.log("Joined the cluster through {} of {} addresses", result.reached(),
						result.reached() + result.failures().size());
			this.delay = this.core.config().seeds().retry().initialDelay().toNanos();
		}
		else if (!this.warned && !result.failures().isEmpty()) {
			this.warned = true;
			logger.atWarn()
				.addKeyValue("failures", SafeText.of(result.failures().toString()))
				.log("No seed could be reached, trying again in the background: {}",
						SafeText.of(result.failures().toString()));
		}
		scheduleNext();
	}

	private void scheduleNext() {
		if (!this.core.config().seeds().retry().enabled()) {
			return;
		}
		long wait;
		if (this.joined) {
			wait = jitter(this.core.config().seeds().retry().interval().toNanos());
		}
		else {
			// full jitter, but never in a burst
			wait = this.delay / 10 + this.core.runtime().random().nextLong(this.delay);
			this.delay = Math.min(this.delay * 2, this.core.config().seeds().retry().maxDelay().toNanos());
		}
		this.core.stalls().after(wait, this::round);
	}

	private void round() {
		if (this.core.state().isLeaving()) {
			return;
		}
		if (!this.joined && this.core.presentCount() <= 1) {
			joinSeeds();
			return;
		}
		this.joined = true;
		this.seeds.seeds((addresses) -> this.joiner.resolve(addresses, (resolved, failures) -> rejoin(resolved)));
	}

	private void rejoin(Set<InetSocketAddress> resolved) {
		if (this.core.state().isLeaving()) {
			return;
		}
		Set<InetSocketAddress> wanted = new LinkedHashSet<>(resolved);
		wanted.removeAll(this.core.presentAddresses());
		wanted.addAll(someOfTheLost());
		if (wanted.isEmpty()) {
			scheduleNext();
			return;
		}
		this.core.metrics().increment(Counter.REJOIN_ATTEMPTS);
		this.joiner.exchangeAll(wanted, new LinkedHashMap<>(), (result) -> {
			if (result.reached() > 0) {
				logger.atInfo().addKeyValue("reached", result.reached()).log("Reached lost parts of the cluster again");
			}
			scheduleNext();
		});
	}

	/** A few of the lost, so few that the whole cluster together does not storm them. */
	private Set<InetSocketAddress> someOfTheLost() {
		Set<InetSocketAddress> some = new LinkedHashSet<>();
		if (this.lost.isEmpty()) {
			return some;
		}
		List<InetSocketAddress> all = List.copyOf(this.lost.values());
		double share = (double) LOST_PER_ROUND * all.size() / this.core.presentCount();
		int count = (int) share + ((this.core.runtime().random().nextDouble() < share - (int) share) ? 1 : 0);
		for (int i = 0; i < Math.min(count, LOST_PER_ROUND); i++) {
			some.add(all.get(this.core.runtime().random().nextInt(all.size())));
		}
		return some;
	}

	private long jitter(long nanos) {
		return nanos / 2 + this.core.runtime().random().nextLong(nanos);
	}

}
