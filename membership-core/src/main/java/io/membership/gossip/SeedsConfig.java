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
 * @param addresses addresses to join in the background, as host, host:port, [v6]:port or
 * name/host:port
 * @param provider finds more addresses to join, again at each attempt; {@code null} for
 * none
 * @param retry times of the attempts
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
		this.retry.check();
	}

	/**
	 * Times of the attempts to reach seeds and lost members.
	 *
	 * @param enabled whether seeds and lost members are retried for as long as the member
	 * runs
	 * @param initialDelay first delay after a join that reached no member; doubled up to
	 * the maximum, with jitter
	 * @param maxDelay longest delay after a join that reached no member
	 * @param interval time between attempts to reach seeds and lost members once joined,
	 * with jitter
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
			SettingRules.positive("join-retry.initial-delay", this.initialDelay);
			SettingRules.positive("join-retry.interval", this.interval);
			if (this.maxDelay.compareTo(this.initialDelay) < 0) {
				throw new ConfigException("join-retry.max-delay",
						this.maxDelay + " is shorter than join-retry.initial-delay " + this.initialDelay + ".",
						"Set it to the same or a longer time.");
			}
		}

	}

}
