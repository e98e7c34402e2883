package io.membership.catalog;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;

import io.membership.cluster.channel.ChannelMetrics;
import org.jspecify.annotations.Nullable;

/** Counters and gauges of the services of a member. Thread-safe. */
public final class CatalogMetrics {

	/** Counted events. */
	public enum Counter {

		/** Updates of other members' services with new information. */
		UPDATES_APPLIED,
		/** Updates that could not be decoded or were over a limit. */
		UPDATES_MALFORMED,
		/** Updates about members that have left. */
		UPDATES_REFUSED,
		/**
		 * Times that other members held newer services of this member than itself, after
		 * a restart, and were corrected.
		 */
		OWN_OUTBID,
		/** Checks run. */
		CHECKS_RUN

	}

	/** Outcome of a sync. */
	public enum SyncOutcome {

		/** All calls succeeded. */
		SUCCESS,
		/** A catalog could not be reached, or refused a call. */
		FAILURE

	}

	/** Kind of a sync. */
	public enum SyncKind {

		/** Compares all services of this member with the catalog. */
		FULL,
		/** Sends changes to the catalog. */
		PARTIAL

	}

	/** Receives each finished sync, for timers. Called off the event loop. */
	@FunctionalInterface
	public interface SyncListener {

		/**
		 * Called when a sync has ended.
		 * @param backend name of the catalog
		 * @param kind kind of the sync
		 * @param outcome its outcome
		 * @param duration its duration
		 */
		void synced(String backend, SyncKind kind, SyncOutcome outcome, Duration duration);

	}

	private final AtomicLongArray counters = new AtomicLongArray(Counter.values().length);

	private final AtomicLongArray syncs = new AtomicLongArray(SyncKind.values().length * SyncOutcome.values().length);

	/** For each catalog the time of its last successful full sync. */
	private final Map<String, Long> lastFullSyncs = new ConcurrentHashMap<>();

	private volatile int backends = 1;

	private volatile LongSupplier clock = () -> 0;

	private volatile LongSupplier outOfSync = () -> 0;

	private volatile ToIntFunction<HealthStatus> instances = (status) -> 0;

	private volatile @Nullable ChannelMetrics channel;

	private volatile SyncListener syncListener = (backend, kind, outcome, duration) -> {
	};

	CatalogMetrics() {
	}

	/**
	 * Returns a count.
	 * @param counter the counted event
	 * @return the number since the start
	 */
	public long count(Counter counter) {
		return this.counters.get(counter.ordinal());
	}

	/**
	 * Returns the number of syncs with all catalogs.
	 * @param kind kind of the syncs
	 * @param outcome their outcome
	 * @return the number since the start
	 */
	public long syncs(SyncKind kind, SyncOutcome outcome) {
		return this.syncs.get(index(kind, outcome));
	}

	/**
	 * Returns the time since the last successful full sync, of the catalog for which it
	 * is longest.
	 * @return the age; {@code null} if a catalog was never synced
	 */
	public @Nullable Duration lastFullSyncAge() {
		if (this.lastFullSyncs.size() < this.backends) {
			return null;
		}
		long now = this.clock.getAsLong();
		return Duration.ofNanos(this.lastFullSyncs.values().stream().mapToLong((last) -> now - last).max().orElse(0));
	}

	/**
	 * Returns the number of services of this member that a catalog does not hold in their
	 * current version, or still holds after their deregistration.
	 * @return the number
	 */
	public long outOfSync() {
		return this.outOfSync.getAsLong();
	}

	/**
	 * Returns the number of instances in the catalog, of all members.
	 * @param status their health
	 * @return the number
	 */
	public int instances(HealthStatus status) {
		return this.instances.applyAsInt(status);
	}

	/**
	 * Returns the bytes of replication sent: changes, with each transmission counted, and
	 * exchanges.
	 * @return the number since the start
	 */
	public long bytesSent() {
		ChannelMetrics current = this.channel;
		return (current != null) ? current.bytesSent() : 0;
	}

	/**
	 * Returns the bytes of replication received.
	 * @return the number since the start
	 */
	public long bytesReceived() {
		ChannelMetrics current = this.channel;
		return (current != null) ? current.bytesReceived() : 0;
	}

	/**
	 * Returns the counters of the channel that carries the catalog.
	 * @return the counters, or {@code null} before the start
	 */
	public @Nullable ChannelMetrics channel() {
		return this.channel;
	}

	/**
	 * Sets the listener for finished syncs.
	 * @param listener the only listener
	 */
	public void syncListener(SyncListener listener) {
		this.syncListener = listener;
	}

	void attach(LongSupplier nanoTime, LongSupplier outOfSyncCount, ToIntFunction<HealthStatus> instanceCount,
			ChannelMetrics channelMetrics) {
		this.clock = nanoTime;
		this.outOfSync = outOfSyncCount;
		this.instances = instanceCount;
		this.channel = channelMetrics;
	}

	void backends(int count) {
		this.backends = count;
	}

	void increment(Counter counter) {
		this.counters.incrementAndGet(counter.ordinal());
	}

	/** Returns the listener, to be called off the event loop. */
	SyncListener synced(String backend, SyncKind kind, SyncOutcome outcome, long now) {
		this.syncs.incrementAndGet(index(kind, outcome));
		if (kind == SyncKind.FULL && outcome == SyncOutcome.SUCCESS) {
			this.lastFullSyncs.put(backend, now);
		}
		return this.syncListener;
	}

	private static int index(SyncKind kind, SyncOutcome outcome) {
		return kind.ordinal() * SyncOutcome.values().length + outcome.ordinal();
	}

}
