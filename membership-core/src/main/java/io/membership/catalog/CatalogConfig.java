package io.membership.catalog;

import java.time.Duration;
import java.util.List;

/**
 * Settings of a {@link ServiceDiscovery}. Immutable; start from {@link #DEFAULT}.
 *
 * @param sync times of the sync from the local services to the catalogs
 * @param preservation rules for keeping the last known list of instances
 * @param limits limits for the services of each member
 * @param exchangeInterval time between comparisons with a random member; grows with the
 * cluster
 * @param backends further catalogs to keep in sync, beside the gossiped one
 */
public record CatalogConfig(Sync sync, Preservation preservation, Limits limits, Duration exchangeInterval,
		List<CatalogBackend> backends) {

	/** The defaults; sync intervals are Consul's. */
	public static final CatalogConfig DEFAULT = new CatalogConfig(Sync.DEFAULT, Preservation.DEFAULT, Limits.DEFAULT,
			Duration.ofSeconds(30), List.of());

	/** Copies the backends. */
	public CatalogConfig {
		backends = List.copyOf(backends);
	}

	/**
	 * Returns a copy with other sync times.
	 * @param value the times
	 * @return a copy
	 */
	public CatalogConfig withSync(Sync value) {
		return new CatalogConfig(value, this.preservation, this.limits, this.exchangeInterval, this.backends);
	}

	/**
	 * Returns a copy with another self-preservation.
	 * @param value the settings
	 * @return a copy
	 */
	public CatalogConfig withPreservation(Preservation value) {
		return new CatalogConfig(this.sync, value, this.limits, this.exchangeInterval, this.backends);
	}

	/**
	 * Returns a copy with other limits.
	 * @param value the limits
	 * @return a copy
	 */
	public CatalogConfig withLimits(Limits value) {
		return new CatalogConfig(this.sync, this.preservation, value, this.exchangeInterval, this.backends);
	}

	/**
	 * Returns a copy with another time between comparisons with a random member.
	 * @param value the time
	 * @return a copy
	 */
	public CatalogConfig withExchangeInterval(Duration value) {
		return new CatalogConfig(this.sync, this.preservation, this.limits, value, this.backends);
	}

	/**
	 * Returns a copy with other further catalogs.
	 * @param value the backends
	 * @return a copy
	 */
	public CatalogConfig withBackends(List<CatalogBackend> value) {
		return new CatalogConfig(this.sync, this.preservation, this.limits, this.exchangeInterval, value);
	}

	/**
	 * Times of the sync from the local services to the catalogs; see {@link StateSyncer}.
	 *
	 * @param interval time between full syncs, plus a random stagger
	 * @param retryInterval time before a failed full sync is retried, plus a random
	 * stagger
	 * @param triggerStagger longest random delay of a requested full sync
	 * @param timeout time after which a call of a catalog fails
	 */
	public record Sync(Duration interval, Duration retryInterval, Duration triggerStagger, Duration timeout) {

		/** Consul's times: one minute, 15 seconds, 3 seconds. */
		public static final Sync DEFAULT = new Sync(Duration.ofMinutes(1), Duration.ofSeconds(15),
				Duration.ofSeconds(3), Duration.ofSeconds(10));

		/** Checks the settings. */
		public Sync {
			if (interval.isNegative() || interval.isZero() || retryInterval.isNegative() || retryInterval.isZero()
					|| triggerStagger.isNegative() || timeout.isNegative() || timeout.isZero()) {
				throw new IllegalArgumentException("The times of a sync must be positive");
			}
		}

	}

	/**
	 * Self-preservation: rules for keeping the last known list of a service and marking
	 * it stale. The list is kept if members that fail within one window run more than a
	 * share of its instances and at least a minimum number of them, if no other member is
	 * present any more, or if this member was stalled. Deregistrations and leaves always
	 * take effect.
	 *
	 * @param enabled whether lists are kept at all
	 * @param share share of vanished instances above which the list is kept; 0 to 1
	 * @param minimum smallest number of vanished instances
	 * @param window window of time for counting failures
	 * @param limit time after which the failures take effect nevertheless, unless this
	 * member is alone
	 */
	public record Preservation(boolean enabled, double share, int minimum, Duration window, Duration limit) {

		/** More than a third and at least two, within 30 seconds, for up to 5 minutes. */
		public static final Preservation DEFAULT = new Preservation(true, 1.0 / 3, 2, Duration.ofSeconds(30),
				Duration.ofMinutes(5));

		/** Never keeps a list. */
		public static final Preservation OFF = new Preservation(false, 1, Integer.MAX_VALUE, Duration.ofSeconds(30),
				Duration.ofMinutes(5));

		/** Checks the settings. */
		public Preservation {
			if (!(share >= 0 && share <= 1)) {
				throw new IllegalArgumentException("share must be 0 to 1, but is " + share);
			}
			if (minimum < 1 || window.isNegative() || limit.isNegative()) {
				throw new IllegalArgumentException("minimum, window and limit must be positive");
			}
		}

	}

	/**
	 * Limits for registrations of this member and for updates from others. Use the same
	 * limits on all members: a service that a member refuses is missing from its catalog.
	 *
	 * @param services number of services of one member
	 * @param entryBytes encoded size of one service in bytes
	 * @param memberBytes encoded size of all services of one member in bytes
	 */
	public record Limits(int services, int entryBytes, int memberBytes) {

		/** 256 services of up to 8 KiB, 256 KiB together. */
		public static final Limits DEFAULT = new Limits(256, 8 * 1024, 256 * 1024);

		/** Checks the settings. */
		public Limits {
			if (services < 1 || entryBytes < 1 || memberBytes < entryBytes) {
				throw new IllegalArgumentException("Limits must be positive, and the limit of a member not below that"
						+ " of one entry, but are " + services + ", " + entryBytes + " and " + memberBytes);
			}
		}

	}

}
