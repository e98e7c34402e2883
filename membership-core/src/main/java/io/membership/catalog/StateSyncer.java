package io.membership.catalog;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

import io.membership.catalog.CatalogMetrics.SyncKind;
import io.membership.catalog.CatalogMetrics.SyncOutcome;
import io.membership.runtime.NodeRuntime;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Schedules the syncs of this member's services to one catalog, like Consul's state
 * syncer. <pre>
 * FULL       a full sync; success: PARTIAL, failure: RETRY_FULL; paused: RETRY_FULL
 * RETRY_FULL after the retry interval, or when asked for a full sync: FULL
 * PARTIAL    after a change: a partial sync, success or not;
 *            after the interval, or when asked for a full sync: FULL
 * STOPPED    from anywhere, at any time
 * </pre> Each interval gets a random stagger of up to its own length times a factor that
 * grows with the cluster, so that members do not sync at the same time, and a large
 * cluster syncs no more often than a small one (see {@link #scaleFactor}). Requests
 * during a sync are handled after it, several of them as one.
 * <p>
 * Unlike Consul, a full sync postponed by a pause starts when the pause ends, not after
 * the retry interval.
 */
public final class StateSyncer {

	/** State of the syncer. */
	public enum State {

		/** A full sync is due or runs. */
		FULL,
		/** The last full sync failed; waits for the retry. */
		RETRY_FULL,
		/** In sync; waits for changes and for the next full sync. */
		PARTIAL,
		/** Stopped for good. */
		STOPPED

	}

	/** The syncs. Called on the event loop, one call at a time. */
	interface Target {

		CompletableFuture<@Nullable Void> syncFull();

		CompletableFuture<@Nullable Void> syncChanges();

	}

	/** Largest number of members with a factor of one. */
	private static final int SCALE_THRESHOLD = 128;

	private static final Logger logger = LoggerFactory.getLogger(StateSyncer.class);

	private final String backend;

	private final CatalogConfig.Sync config;

	private final NodeRuntime runtime;

	private final IntSupplier clusterSize;

	private final Target target;

	private final CatalogMetrics metrics;

	private final AtomicInteger pauses = new AtomicInteger();

	private volatile State state = State.FULL;

	private boolean started;

	/** Whether a sync runs. */
	private boolean running;

	private boolean fullDue;

	private boolean fullTriggered;

	private boolean triggerTimerRuns;

	private boolean changesTriggered;

	/** Whether a pause has postponed a full sync. */
	private boolean waitsForResume;

	/** Timers with an older token are stale. */
	private long token;

	StateSyncer(String backend, CatalogConfig.Sync config, NodeRuntime runtime, IntSupplier clusterSize,
			CatalogMetrics metrics, Target target) {
		this.backend = backend;
		this.config = config;
		this.runtime = runtime;
		this.clusterSize = clusterSize;
		this.metrics = metrics;
		this.target = target;
	}

	/**
	 * Returns the name of the catalog.
	 * @return the name
	 */
	public String backend() {
		return this.backend;
	}

	/**
	 * Returns the state of the syncer.
	 * @return the state
	 */
	public State state() {
		return this.state;
	}

	/**
	 * Requests a full sync. It starts after a short random time, as all members may
	 * request one for the same reason.
	 */
	public void syncFull() {
		this.runtime.execute(() -> {
			this.fullTriggered = true;
			pump();
		});
	}

	/** Requests an immediate sync of changes. */
	public void syncChanges() {
		this.runtime.execute(this::changed);
	}

	/**
	 * Prevents new syncs until {@link #resume()} was called as often as this. A running
	 * sync continues. For times in which many services change.
	 */
	public void pause() {
		this.pauses.incrementAndGet();
	}

	/**
	 * Ends a {@link #pause()}; the last call starts a sync of changes.
	 * @throws IllegalStateException if there was no pause to end
	 */
	public void resume() {
		int left = this.pauses.decrementAndGet();
		if (left < 0) {
			this.pauses.incrementAndGet();
			throw new IllegalStateException("resume() was called more often than pause()");
		}
		if (left == 0) {
			this.runtime.execute(() -> {
				if (this.waitsForResume && this.state == State.RETRY_FULL) {
					this.fullDue = true;
				}
				changed();
			});
		}
	}

	/**
	 * Returns whether the syncer is paused.
	 * @return whether no sync starts
	 */
	public boolean isPaused() {
		return this.pauses.get() > 0;
	}

	/**
	 * Returns the factor by which a stagger grows with the cluster: one up to 128
	 * members, then one more for each doubling.
	 * @param members size of the cluster
	 * @return 1 up to 128 members, then ceil(log2(members / 128)) + 1
	 */
	public static int scaleFactor(int members) {
		int factor = 1;
		for (long size = SCALE_THRESHOLD; size < members; size *= 2) {
			factor++;
		}
		return factor;
	}

	// on the event loop

	void start() {
		this.started = true;
		pump();
	}

	void changed() {
		this.changesTriggered = true;
		pump();
	}

	void stop() {
		this.state = State.STOPPED;
		this.token++;
	}

	/** Starts the next sync, if none runs. */
	private void pump() {
		if (this.running || !this.started || this.state == State.STOPPED) {
			return;
		}
		if (this.state != State.FULL && this.fullDue) {
			this.state = State.FULL;
		}
		if (this.state == State.FULL) {
			if (isPaused()) {
				waitForRetry(true);
			}
			else {
				runFull();
			}
			return;
		}
		if (this.fullTriggered && !this.triggerTimerRuns) {
			this.triggerTimerRuns = true;
			timer(stagger(this.config.triggerStagger().toNanos()));
		}
		if (this.state == State.PARTIAL && this.changesTriggered && !isPaused()) {
			runChanges();
		}
	}

	private void runFull() {
		// later requests are handled after this sync
		this.fullDue = false;
		this.fullTriggered = false;
		this.triggerTimerRuns = false;
		this.changesTriggered = false;
		this.waitsForResume = false;
		this.token++;
		run(SyncKind.FULL, this.target::syncFull, (success) -> {
			if (success) {
				this.state = State.PARTIAL;
				long interval = this.config.interval().toNanos();
				timer(interval + stagger(interval));
			}
			else {
				waitForRetry(false);
			}
		});
	}

	private void runChanges() {
		this.changesTriggered = false;
		run(SyncKind.PARTIAL, this.target::syncChanges, (success) -> {
		});
	}

	private void waitForRetry(boolean becauseOfPause) {
		this.state = State.RETRY_FULL;
		this.fullDue = false;
		this.waitsForResume = becauseOfPause;
		long retry = this.config.retryInterval().toNanos();
		timer(retry + stagger(retry));
	}

	private void timer(long delayNanos) {
		long mine = this.token;
		this.runtime.schedule(delayNanos, () -> {
			if (mine == this.token) {
				this.fullDue = true;
				pump();
			}
		});
	}

	private long stagger(long nanos) {
		long range = scaleFactor(this.clusterSize.getAsInt()) * nanos;
		return (range > 0) ? this.runtime.random().nextLong(range) : 0;
	}

	private void run(SyncKind kind, Supplier<CompletableFuture<@Nullable Void>> sync, Consumer<Boolean> then) {
		this.running = true;
		long start = this.runtime.nanoTime();
		CompletableFuture<@Nullable Void> result;
		try {
			result = sync.get();
		}
		catch (RuntimeException ex) {
			result = CompletableFuture.failedFuture(ex);
		}
		// always through the loop, so that a sync that ends at once does not recurse
		result.whenComplete((ok, failure) -> this.runtime.execute(() -> {
			this.running = false;
			ended(kind, failure, this.runtime.nanoTime() - start);
			if (this.state != State.STOPPED) {
				then.accept(failure == null);
				pump();
			}
		}));
	}

	private void ended(SyncKind kind, @Nullable Throwable failure, long nanos) {
		SyncOutcome outcome = (failure == null) ? SyncOutcome.SUCCESS : SyncOutcome.FAILURE;
		CatalogMetrics.SyncListener listener = this.metrics.synced(this.backend, kind, outcome,
				this.runtime.nanoTime());
		Duration duration = Duration.ofNanos(nanos);
		this.runtime.blocking().execute(() -> listener.synced(this.backend, kind, outcome, duration));
		if (failure != null) {
			logger.atWarn()
				.addKeyValue("catalog", this.backend)
				.addKeyValue("kind", kind)
				.addKeyValue("reason", failure.toString())
				.log("Could not sync services to catalog '{}', retrying later: {}", this.backend, failure.toString());
		}
	}

}
