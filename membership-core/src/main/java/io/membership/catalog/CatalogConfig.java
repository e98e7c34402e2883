package io.membership.catalog;

import java.time.Duration;
import java.util.List;

/**
 * Settings of a {@link ServiceDiscovery}. Immutable; start from {@link #DEFAULT}.
 *
 * @param sync when the agent state is brought to the catalogs
 * @param preservation when a list of instances is not believed to be true
 * @param limits what is taken of each member
 * @param exchangeInterval time between comparisons with a random member; grows with the
 * cluster
 * @param backends further catalogs to keep in sync, beside the one that is gossiped
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
	 * The same with other times of synchronisation.
	 * @param value the times
	 * @return a copy
	 */
	public CatalogConfig withSync(Sync value) {
		return new CatalogConfig(value, this.preservation, this.limits, this.exchangeInterval, this.backends);
	}

	/**
	 * The same with another self-preservation.
	 * @param value the settings
	 * @return a copy
	 */
	public CatalogConfig withPreservation(Preservation value) {
		return new CatalogConfig(this.sync, value, this.limits, this.exchangeInterval, this.backends);
	}

	/**
	 * The same with other limits.
	 * @param value the limits
	 * @return a copy
	 */
	public CatalogConfig withLimits(Limits value) {
		return new CatalogConfig(this.sync, this.preservation, value, this.exchangeInterval, this.backends);
	}

	/**
	 * The same with another time between comparisons with a random member.
	 * @param value the time
	 * @return a copy
	 */
	public CatalogConfig withExchangeInterval(Duration value) {
		return new CatalogConfig(this.sync, this.preservation, this.limits, value, this.backends);
	}

	/**
	 * The same with other further catalogs.
	 * @param value the backends
	 * @return a copy
	 */
	public CatalogConfig withBackends(List<CatalogBackend> value) {
		return new CatalogConfig(this.sync, this.preservation, this.limits, this.exchangeInterval, value);
	}

	/**
	 * When the agent state is brought to the catalogs; see {@link StateSyncer}.
	 *
	 * @param interval time between full syncs, to which a random stagger is added
	 * @param retryInterval time after which a failed full sync is tried again, to which a
	 * random stagger is added
	 * @param triggerStagger longest time that a full sync waits that was asked for
	 * @param timeout after what time a call of a catalog has failed
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
	 * When a list of instances is not believed to be true. If members fail that together
	 * run more than a share of the instances of a service, and at least a number of them,
	 * in one window of time, or if no other member is there any more, or this member was
	 * itself stalled, the last known list of the service is kept and marked stale. A
	 * service that is deregistered and a member that leaves are always believed.
	 *
	 * @param enabled whether lists are kept at all
	 * @param share the share, above which it is not believed; 0 to 1
	 * @param minimum how many instances must have vanished
	 * @param window the window of time
	 * @param limit after what time it is believed nevertheless, unless this member is
	 * alone
	 */
	public record Preservation(boolean enabled, double share, int minimum, Duration window, Duration limit) {

		/**
		 * More than a third and at least two, within 30 seconds; believed after 5
		 * minutes.
		 */
		public static final Preservation DEFAULT = new Preservation(true, 1.0 / 3, 2, Duration.ofSeconds(30),
				Duration.ofMinutes(5));

		/** Every list is believed. */
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
	 * What a member may register, and what is taken of another. Use the same on all
	 * members: what one of them refuses, it will never have.
	 *
	 * @param services how many services of one member
	 * @param entryBytes how many bytes of one service
	 * @param memberBytes how many bytes of one member, all services together
	 */
	public record Limits(int services, int entryBytes, int memberBytes) {

		/** 256 services of up to 8 KiB, 256 KiB together. */
		public static final Limits DEFAULT = new Limits(256, 8 * 1024, 256 * 1024);

		/** Checks the settings. */
		public Limits {
			if (services < 1 || entryBytes < 1 || memberBytes < entryBytes) {
				throw new IllegalArgumentException("Limits must be positive, and that of a member not less than of one"
						+ " entry, but are " + services + ", " + entryBytes + " and " + memberBytes);
			}
		}

	}

}
