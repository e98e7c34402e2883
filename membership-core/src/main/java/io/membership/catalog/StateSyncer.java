package io.membership.catalog;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

import io.membership.catalog.CatalogMetrics.SyncKind;
import io.membership.catalog.CatalogMetrics.SyncOutcome;
import io.membership.runtime.NodeRuntime;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides when the services of this member are brought to a catalog: Consul's state
 * syncer. <pre>
 * FULL       a full sync; success: PARTIAL, failure: RETRY_FULL; paused: RETRY_FULL
 * RETRY_FULL after the retry interval, or when asked for a full sync: FULL
 * PARTIAL    something has changed: a partial sync, whatever becomes of it;
 *            after the interval, or when asked for a full sync: FULL
 * STOPPED    from anywhere, at any time
 * </pre> To every interval a random stagger is added, of up to as long times a factor
 * that grows with the cluster, so that the members do not sync all at once, and a large
 * cluster not more often than a small one (see {@link #scaleFactor}). What is asked for
 * while a sync runs comes after it; asked for twice, it comes once.
 * <p>
 * One difference to Consul: a full sync that was put off because of a pause is made when
 * the pause ends, not after the retry interval.
 */
public final class StateSyncer {

	/** Where the syncer is. */
	public enum State {

		/** Makes a full sync. */
		FULL,
		/** Waits to make a full sync, as the last one has failed. */
		RETRY_FULL,
		/** In sync, as far as is known; waits for changes and for the next full sync. */
		PARTIAL,
		/** Does nothing any more. */
		STOPPED

	}

	/** What is synced. Called on the event loop, one call at a time. */
	interface Target {

		CompletableFuture<@Nullable Void> syncFull();

		CompletableFuture<@Nullable Void> syncChanges();

	}

	/** Up to so many members the factor is one. */
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

	/** Whether a sync runs, whose end is waited for. */
	private boolean running;

	private boolean fullDue;

	private boolean fullTriggered;

	private boolean triggerTimerRuns;

	private boolean changesTriggered;

	/** Whether a full sync was put off because of a pause. */
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
	 * Name of the catalog.
	 * @return the name
	 */
	public String backend() {
		return this.backend;
	}

	/**
	 * Where the syncer is.
	 * @return the state
	 */
	public State state() {
		return this.state;
	}

	/**
	 * Asks for a full sync. It comes after a short random time, as the reason may be one
	 * that all members have.
	 */
	public void syncFull() {
		this.runtime.execute(() -> {
			this.fullTriggered = true;
			pump();
		});
	}

	/** Asks to bring what has changed to the catalog, at once. */
	public void syncChanges() {
		this.runtime.execute(this::changed);
	}

	/**
	 * Lets no sync begin until {@link #resume()} was called as often as this. One that
	 * runs goes on. For the time in which many services change.
	 */
	public void pause() {
		this.pauses.incrementAndGet();
	}

	/**
	 * Ends a {@link #pause()}; the last one brings what has changed to the catalog.
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
	 * Whether there is a pause.
	 * @return whether no sync begins
	 */
	public boolean isPaused() {
		return this.pauses.get() > 0;
	}

	/**
	 * By how much a stagger grows with the cluster: not at all up to 128 members, then by
	 * one for each doubling.
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

	/** Does what is to be done, if nothing is being done. */
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
		// what is asked for from now on comes after this
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

	private void run(SyncKind kind, java.util.function.Supplier<CompletableFuture<@Nullable Void>> sync,
			java.util.function.Consumer<Boolean> then) {
		this.running = true;
		long start = this.runtime.nanoTime();
		CompletableFuture<@Nullable Void> result;
		try {
			result = sync.get();
		}
		catch (RuntimeException ex) {
			result = CompletableFuture.failedFuture(ex);
		}
		// always by way of the loop: a sync that ends at once must not end within itself
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
		CatalogMetrics.SyncListener listener = this.metrics.synced(this.backend, kind, outcome, nanos,
				this.runtime.nanoTime());
		java.time.Duration duration = java.time.Duration.ofNanos(nanos);
		this.runtime.blocking().execute(() -> listener.synced(this.backend, kind, outcome, duration));
		if (failure != null) {
			logger.atWarn()
				.addKeyValue("catalog", this.backend)
				.addKeyValue("kind", kind)
				.addKeyValue("reason", failure.toString())
				.log("Services were not brought to catalog '{}'; tried again later: {}", this.backend,
						failure.toString());
		}
	}

}
