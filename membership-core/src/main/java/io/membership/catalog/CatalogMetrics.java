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

	/** What is counted. */
	public enum Counter {

		/** Updates of other members' services that were news. */
		UPDATES_APPLIED,
		/** Updates that could not be decoded or were over a limit. */
		UPDATES_MALFORMED,
		/** Updates about members that have left. */
		UPDATES_REFUSED,
		/**
		 * How often the others knew something newer of this member than itself, as it had
		 * been restarted, and were corrected.
		 */
		OWN_OUTBID,
		/** Checks that were run. */
		CHECKS_RUN

	}

	/** How a sync ended. */
	public enum SyncOutcome {

		/** All went well. */
		SUCCESS,
		/** A catalog was not reached, or has refused something. */
		FAILURE

	}

	/** What is synced. */
	public enum SyncKind {

		/** All services of this member are compared with the catalog. */
		FULL,
		/** What has changed is brought to the catalog. */
		PARTIAL

	}

	/**
	 * Is told of each sync, for timers. Called off the event loop.
	 */
	@FunctionalInterface
	public interface SyncListener {

		/**
		 * A sync has ended.
		 * @param backend name of the catalog
		 * @param kind what was synced
		 * @param outcome how it ended
		 * @param duration how long it took
		 */
		void synced(String backend, SyncKind kind, SyncOutcome outcome, Duration duration);

	}

	private final AtomicLongArray counters = new AtomicLongArray(Counter.values().length);

	private final AtomicLongArray syncs = new AtomicLongArray(SyncKind.values().length * SyncOutcome.values().length);

	private final AtomicLongArray syncNanos = new AtomicLongArray(SyncKind.values().length);

	/** For each catalog when its last full sync succeeded. */
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
	 * A count.
	 * @param counter of what
	 * @return how many since the start
	 */
	public long count(Counter counter) {
		return this.counters.get(counter.ordinal());
	}

	/**
	 * Syncs with all catalogs.
	 * @param kind what was synced
	 * @param outcome how they ended
	 * @return how many since the start
	 */
	public long syncs(SyncKind kind, SyncOutcome outcome) {
		return this.syncs.get(index(kind, outcome));
	}

	/**
	 * Time spent in syncs.
	 * @param kind what was synced
	 * @return the sum since the start
	 */
	public Duration syncTime(SyncKind kind) {
		return Duration.ofNanos(this.syncNanos.get(kind.ordinal()));
	}

	/**
	 * How long ago the last full sync with each catalog succeeded, for the one for which
	 * that is longest.
	 * @return the age; {@code null} if there is a catalog with which none has
	 */
	public @Nullable Duration lastFullSyncAge() {
		if (this.lastFullSyncs.size() < this.backends) {
			return null;
		}
		long now = this.clock.getAsLong();
		return Duration.ofNanos(this.lastFullSyncs.values().stream().mapToLong((last) -> now - last).max().orElse(0));
	}

	/**
	 * Services of this member that a catalog does not hold as they are, or still holds
	 * after they were deregistered.
	 * @return how many
	 */
	public long outOfSync() {
		return this.outOfSync.getAsLong();
	}

	/**
	 * Instances in the catalog, of all members.
	 * @param status their health
	 * @return how many
	 */
	public int instances(HealthStatus status) {
		return this.instances.applyAsInt(status);
	}

	/**
	 * Bytes of replication sent: changes, each transmission counted, and exchanges.
	 * @return how many since the start
	 */
	public long bytesSent() {
		ChannelMetrics current = this.channel;
		return (current != null) ? current.bytesSent() : 0;
	}

	/**
	 * Bytes of replication received.
	 * @return how many since the start
	 */
	public long bytesReceived() {
		ChannelMetrics current = this.channel;
		return (current != null) ? current.bytesReceived() : 0;
	}

	/**
	 * The counters of the channel that carries the catalog.
	 * @return the counters, or {@code null} before the start
	 */
	public @Nullable ChannelMetrics channel() {
		return this.channel;
	}

	/**
	 * Sets who is told of each sync.
	 * @param listener the one listener
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

	/** Returns who is to be told, off the event loop. */
	SyncListener synced(String backend, SyncKind kind, SyncOutcome outcome, long nanos, long now) {
		this.syncs.incrementAndGet(index(kind, outcome));
		this.syncNanos.addAndGet(kind.ordinal(), nanos);
		if (kind == SyncKind.FULL && outcome == SyncOutcome.SUCCESS) {
			this.lastFullSyncs.put(backend, now);
		}
		return this.syncListener;
	}

	private static int index(SyncKind kind, SyncOutcome outcome) {
		return kind.ordinal() * SyncOutcome.values().length + outcome.ordinal();
	}

}
