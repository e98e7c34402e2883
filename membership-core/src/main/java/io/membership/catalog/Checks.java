package io.membership.catalog;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import io.membership.catalog.CatalogMetrics.Counter;
import io.membership.runtime.LimitedExecutor;
import io.membership.runtime.NodeRuntime;

/**
 * Runs the checks of this member's services: HTTP and TCP checks at intervals, off the
 * event loop, and the expiry of application reports. Event-loop only.
 */
final class Checks {

	/** Checks that run at the same time. */
	private static final int THREADS = 2;

	/** The latest report of each check. */
	private record Key(String service, String check) {
	}

	private final LocalState services;

	private final NodeRuntime runtime;

	private final CheckProbe probe;

	private final CatalogMetrics metrics;

	private final Executor executor;

	private final Map<Key, Long> reports = new HashMap<>();

	private long nextReport;

	private boolean stopped;

	Checks(LocalState services, NodeRuntime runtime, CheckProbe probe, CatalogMetrics metrics) {
		this.services = services;
		this.runtime = runtime;
		this.probe = probe;
		this.metrics = metrics;
		this.executor = new LimitedExecutor(runtime.blocking(), THREADS);
	}

	/** Starts the checks of a registered service. */
	void start(LocalState.Local service) {
		for (CheckDefinition check : service.registration().checks()) {
			if (check instanceof CheckDefinition.Http http) {
				first(service, check, http.interval().toNanos());
			}
			else if (check instanceof CheckDefinition.Tcp tcp) {
				first(service, check, tcp.interval().toNanos());
			}
		}
	}

	/** Records a report of the application. */
	boolean report(LocalState.Local service, String checkId, HealthStatus status, String output) {
		for (CheckDefinition check : service.registration().checks()) {
			if (check instanceof CheckDefinition.Ttl ttl && check.id().equals(checkId)) {
				this.services.report(service, checkId, status, output);
				long mine = ++this.nextReport;
				Key key = new Key(service.id(), checkId);
				this.reports.put(key, mine);
				this.runtime.schedule(ttl.timeToLive().toNanos(), () -> expire(service, key, mine));
				return true;
			}
		}
		return false;
	}

	void stop() {
		this.stopped = true;
	}

	private void expire(LocalState.Local service, Key key, long report) {
		Long latest = this.reports.get(key);
		if (latest == null || latest != report) {
			return;
		}
		this.reports.remove(key);
		if (isCurrent(service)) {
			this.services.report(service, key.check(), HealthStatus.CRITICAL, "TTL expired");
		}
	}

	/** Runs soon, but not in step with other checks. */
	private void first(LocalState.Local service, CheckDefinition check, long interval) {
		this.runtime.schedule(this.runtime.random().nextLong(interval) / 4, () -> run(service, check, interval));
	}

	private void run(LocalState.Local service, CheckDefinition check, long interval) {
		if (!isCurrent(service)) {
			return;
		}
		this.metrics.increment(Counter.CHECKS_RUN);
		this.executor.execute(() -> probe(check, (found) -> this.runtime.execute(() -> {
			if (isCurrent(service)) {
				this.services.report(service, check.id(), found.status(), found.output());
				// a tenth of jitter, so that no checks stay in step
				long next = interval - interval / 20 + this.runtime.random().nextLong(interval / 10 + 1);
				this.runtime.schedule(next, () -> run(service, check, interval));
			}
		})));
	}

	private void probe(CheckDefinition check, Consumer<CheckProbe.Finding> found) {
		try {
			this.probe.probe(check, found);
		}
		catch (RuntimeException ex) {
			found.accept(new CheckProbe.Finding(HealthStatus.CRITICAL, ex.toString()));
		}
	}

	private boolean isCurrent(LocalState.Local service) {
		LocalState.Local current = this.services.find(service.id());
		return !this.stopped && current != null && current.life() == service.life();
	}

}
