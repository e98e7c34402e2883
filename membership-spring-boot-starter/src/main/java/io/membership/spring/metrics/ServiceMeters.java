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
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Binds the meters of {@link ServiceMeter}. Gauges and counters read what is counted
 * anyway, when a registry asks; the timers are fed by the syncers.
 */
public final class ServiceMeters implements MeterBinder {

	private static final double NANOS_PER_SECOND = 1e9;

	private final CatalogMetrics metrics;

	private final Tags commonTags;

	private final List<Map<SyncKind, Map<SyncOutcome, Timer>>> timers = new CopyOnWriteArrayList<>();

	/**
	 * Creates the binder, which from now on is the one that hears of syncs.
	 * @param metrics what is counted
	 * @param commonTags tags that every meter gets
	 */
	public ServiceMeters(CatalogMetrics metrics, Tags commonTags) {
		this.metrics = metrics;
		this.commonTags = commonTags;
		metrics.syncListener((backend, kind, outcome, duration) -> synced(kind, outcome, duration));
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (HealthStatus status : HealthStatus.values()) {
			Gauge.builder(ServiceMeter.INSTANCES.meterName(), this.metrics, (now) -> now.instances(status))
				.description(ServiceMeter.INSTANCES.description())
				.baseUnit(ServiceMeter.INSTANCES.unit())
				.tags(this.commonTags.and("status", MeterTag.valueOf(status)))
				.register(registry);
		}
		Gauge.builder(ServiceMeter.FULL_SYNC_AGE.meterName(), this.metrics, ServiceMeters::fullSyncAge)
			.description(ServiceMeter.FULL_SYNC_AGE.description())
			.baseUnit(ServiceMeter.FULL_SYNC_AGE.unit())
			.tags(this.commonTags)
			.register(registry);
		Gauge.builder(ServiceMeter.OUT_OF_SYNC.meterName(), this.metrics, CatalogMetrics::outOfSync)
			.description(ServiceMeter.OUT_OF_SYNC.description())
			.tags(this.commonTags)
			.register(registry);
		bindBytes(registry, "in", CatalogMetrics::bytesReceived);
		bindBytes(registry, "out", CatalogMetrics::bytesSent);
		this.timers.add(timers(registry));
	}

	private void bindBytes(MeterRegistry registry, String direction,
			java.util.function.ToDoubleFunction<CatalogMetrics> bytes) {
		FunctionCounter.builder(ServiceMeter.REPLICATION_BYTES.meterName(), this.metrics, bytes)
			.description(ServiceMeter.REPLICATION_BYTES.description())
			.baseUnit(ServiceMeter.REPLICATION_BYTES.unit())
			.tags(this.commonTags.and("direction", direction))
			.register(registry);
	}

	private Map<SyncKind, Map<SyncOutcome, Timer>> timers(MeterRegistry registry) {
		Map<SyncKind, Map<SyncOutcome, Timer>> byKind = new EnumMap<>(SyncKind.class);
		for (SyncKind kind : SyncKind.values()) {
			Map<SyncOutcome, Timer> byOutcome = new EnumMap<>(SyncOutcome.class);
			for (SyncOutcome outcome : SyncOutcome.values()) {
				byOutcome.put(outcome, Timer.builder(ServiceMeter.SYNC.meterName())
					.description(ServiceMeter.SYNC.description())
					.tags(this.commonTags.and("kind", MeterTag.valueOf(kind), "outcome", MeterTag.valueOf(outcome)))
					.publishPercentileHistogram()
					.minimumExpectedValue(Duration.ofMillis(1))
					.maximumExpectedValue(Duration.ofSeconds(60))
					.register(registry));
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
