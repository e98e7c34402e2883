package io.membership.gossip;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

import io.membership.ConfigException;
import io.membership.SettingRules;
import org.jspecify.annotations.Nullable;

/**
 * Members to join, and how often to try.
 *
 * @param addresses addresses to join in the background, as {@code host}, {@code
 * host:port}, {@code [v6]:port} or {@code name/host:port}. Two or three members that are
 * usually up are enough. The member resolves host names to all their addresses, again at
 * each attempt
 * @param provider finds more addresses, again at each attempt; {@code null} for none
 * @param retry attempts to reach seeds and lost members
 */
public record SeedsConfig(List<String> addresses, @Nullable SeedProvider provider, Retry retry) {

	static final SeedsConfig DEFAULT = new SeedsConfig(List.of(), null, Retry.DEFAULT);

	/** Copies the addresses. */
	public SeedsConfig {
		addresses = List.copyOf(addresses);
	}

	/**
	 * Returns whether there is neither an address nor a provider of addresses.
	 * @return {@code true} if the member joins no other by itself
	 */
	public boolean isEmpty() {
		return this.addresses.isEmpty() && this.provider == null;
	}

	/** Returns a copy with another {@link #addresses()}. */
	public SeedsConfig withAddresses(List<String> value) {
		return new SeedsConfig(value, this.provider, this.retry);
	}

	/** Returns a copy with another {@link #provider()}. */
	public SeedsConfig withProvider(@Nullable SeedProvider value) {
		return new SeedsConfig(this.addresses, value, this.retry);
	}

	/** Returns a copy with the {@link #retry()} changed. */
	public SeedsConfig withRetry(UnaryOperator<Retry> change) {
		return new SeedsConfig(this.addresses, this.provider, change.apply(this.retry));
	}

	/** Checks the settings. */
	void check() {
		for (String address : this.addresses) {
			try {
				JoinAddress.parse(address, 1);
			}
			catch (IllegalArgumentException ex) {
				throw new ConfigException("join", ex.getMessage() + ".", "Correct or remove the address.");
			}
		}
		this.retry.check();
	}

	/**
	 * Attempts to reach seeds and lost members.
	 *
	 * @param enabled whether the member goes on trying seeds and lost members for as long
	 * as it runs. Without it, a member that starts first stays alone, and a partition
	 * that lasts longer than {@link GossipConfig#toTheDeadTime()} may never heal
	 * @param initialDelay delay after the first join that reached no member. It doubles
	 * once; after 30 seconds, when other members have had the time to start, it doubles
	 * up to {@link #maxDelay()}, with jitter. Lower it to join sooner when all members
	 * start at the same time; each attempt costs name look-ups and connections
	 * @param maxDelay longest delay between attempts while no member has been reached.
	 * Lower it to join sooner after a long outage of the seeds; raise it to spare DNS
	 * @param interval time between attempts to reach seeds and lost members once the
	 * member has joined, with jitter. Lower it to heal partitions sooner. Each attempt
	 * resolves the seeds again and tries a few addresses
	 */
	public record Retry(boolean enabled, Duration initialDelay, Duration maxDelay, Duration interval) {

		static final Retry DEFAULT = new Retry(true, Duration.ofSeconds(1), Duration.ofSeconds(60),
				Duration.ofSeconds(60));

		/** Returns a copy with another {@link #enabled()}. */
		public Retry withEnabled(boolean value) {
			return new Retry(value, this.initialDelay, this.maxDelay, this.interval);
		}

		/** Returns a copy with another {@link #initialDelay()}. */
		public Retry withInitialDelay(Duration value) {
			return new Retry(this.enabled, value, this.maxDelay, this.interval);
		}

		/** Returns a copy with another {@link #maxDelay()}. */
		public Retry withMaxDelay(Duration value) {
			return new Retry(this.enabled, this.initialDelay, value, this.interval);
		}

		/** Returns a copy with another {@link #interval()}. */
		public Retry withInterval(Duration value) {
			return new Retry(this.enabled, this.initialDelay, this.maxDelay, value);
		}

		/** Checks the settings. */
		void check() {
			SettingRules.positive("seeds.retry.initial-delay", this.initialDelay);
			SettingRules.positive("seeds.retry.interval", this.interval);
			if (this.maxDelay.compareTo(this.initialDelay) < 0) {
				throw new ConfigException("seeds.retry.max-delay",
						this.maxDelay + " is shorter than seeds.retry.initial-delay " + this.initialDelay + ".",
						"Set it to the same or a longer time.");
			}
		}

	}

}
