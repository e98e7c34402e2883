package io.membership.spring.metrics;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

import io.membership.catalog.CatalogMetrics;
import io.membership.catalog.CatalogMetrics.SyncKind;
import io.membership.catalog.CatalogMetrics.SyncOutcome;
import io.membership.catalog.HealthStatus;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Binds the meters of {@link ClusterMeter} about services. Gauges and counters read
 * existing counters when a registry asks; the syncers record the timers.
 */
public final class ServiceMeters implements MeterBinder {

	private static final double NANOS_PER_SECOND = 1e9;

	private final CatalogMetrics metrics;

	private final Tags commonTags;

	private final List<Map<SyncKind, Map<SyncOutcome, Timer>>> timers = new CopyOnWriteArrayList<>();

	/**
	 * Creates the binder, and registers it as the receiver of sync measurements.
	 * @param metrics the counters of the catalog
	 * @param commonTags tags of every meter
	 */
	public ServiceMeters(CatalogMetrics metrics, Tags commonTags) {
		this.metrics = metrics;
		this.commonTags = commonTags;
		metrics.syncListener((backend, kind, outcome, duration) -> synced(kind, outcome, duration));
	}

	@Override
	public void bindTo(MeterRegistry meterRegistry) {
		MeterRegistrar registry = new MeterRegistrar(meterRegistry, this.commonTags);
		for (HealthStatus status : HealthStatus.values()) {
			registry.gauge(ClusterMeter.SERVICE_INSTANCES, Tags.of("status", MeterTag.valueOf(status)), this.metrics,
					(now) -> now.instances(status));
		}
		registry.gauge(ClusterMeter.SERVICE_FULL_SYNC_AGE, Tags.empty(), this.metrics, ServiceMeters::fullSyncAge);
		registry.gauge(ClusterMeter.SERVICE_OUT_OF_SYNC, Tags.empty(), this.metrics, CatalogMetrics::outOfSync);
		registry.counter(ClusterMeter.SERVICE_REPLICATION_BYTES, Tags.of("direction", "in"), this.metrics,
				CatalogMetrics::bytesReceived);
		registry.counter(ClusterMeter.SERVICE_REPLICATION_BYTES, Tags.of("direction", "out"), this.metrics,
				CatalogMetrics::bytesSent);
		this.timers.add(timers(registry));
	}

	private static Map<SyncKind, Map<SyncOutcome, Timer>> timers(MeterRegistrar registry) {
		Map<SyncKind, Map<SyncOutcome, Timer>> byKind = new EnumMap<>(SyncKind.class);
		for (SyncKind kind : SyncKind.values()) {
			Map<SyncOutcome, Timer> byOutcome = new EnumMap<>(SyncOutcome.class);
			for (SyncOutcome outcome : SyncOutcome.values()) {
				byOutcome.put(outcome, registry.timer(ClusterMeter.SERVICE_SYNC,
						Tags.of("kind", MeterTag.valueOf(kind), "outcome", MeterTag.valueOf(outcome))));
			}
			byKind.put(kind, byOutcome);
		}
		return byKind;
	}

	private void synced(SyncKind kind, SyncOutcome outcome, Duration duration) {
		this.timers.forEach((bound) -> Objects.requireNonNull(Objects.requireNonNull(bound.get(kind)).get(outcome))
			.record(duration));
	}

	private static double fullSyncAge(CatalogMetrics metrics) {
		Duration age = metrics.lastFullSyncAge();
		return (age != null) ? age.toNanos() / NANOS_PER_SECOND : Double.NaN;
	}

}
