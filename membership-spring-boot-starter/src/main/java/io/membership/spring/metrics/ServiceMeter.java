package io.membership.spring.metrics;

import io.membership.catalog.CatalogMetrics.SyncKind;
import io.membership.catalog.CatalogMetrics.SyncOutcome;
import io.membership.catalog.HealthStatus;
import io.micrometer.core.instrument.Meter;
import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Every meter of service discovery: the binder registers these and no others, and the
 * table in the documentation is written from them.
 */
public enum ServiceMeter {

	/** Instances in the catalog. */
	INSTANCES("membership.services.instances", Meter.Type.GAUGE, "instances",
			"Service instances of all members in this member's catalog, by health.",
			MeterTag.of("status", HealthStatus.class)),

	/** Syncs of the agent's services with the catalogs. */
	SYNC("membership.services.sync", Meter.Type.TIMER, "seconds",
			"Syncs of this member's services with a catalog, by kind and outcome.", MeterTag.of("kind", SyncKind.class),
			MeterTag.of("outcome", SyncOutcome.class)),

	/** Age of the last full sync. */
	FULL_SYNC_AGE("membership.services.full.sync.age", Meter.Type.GAUGE, "seconds",
			"Time since a full sync of this member's services last succeeded; no value before the first."),

	/** Services that a catalog does not hold as they are. */
	OUT_OF_SYNC("membership.services.out.of.sync", Meter.Type.GAUGE, null,
			"Services of this member whose current state a catalog does not hold yet, or that it still holds after "
					+ "they were deregistered."),

	/** Bytes of replication. */
	REPLICATION_BYTES("membership.services.replication.bytes", Meter.Type.COUNTER, "bytes",
			"Bytes sent and received to replicate the catalog, each transmission counted.",
			MeterTag.of("direction", "in", "out"));

	private final String meterName;

	private final Meter.Type type;

	private final @Nullable String unit;

	private final String description;

	@SuppressWarnings("ImmutableEnumChecker") // an unmodifiable list of records
	private final List<MeterTag> tags;

	ServiceMeter(String meterName, Meter.Type type, @Nullable String unit, String description, MeterTag... tags) {
		this.meterName = meterName;
		this.type = type;
		this.unit = unit;
		this.description = description;
		this.tags = List.of(tags);
	}

	/**
	 * Name of the meter in Micrometer's dotted form.
	 * @return the name
	 */
	public String meterName() {
		return this.meterName;
	}

	/**
	 * Gauge, counter or timer.
	 * @return the type
	 */
	public Meter.Type type() {
		return this.type;
	}

	/**
	 * Base unit.
	 * @return the unit, or {@code null} for a plain number
	 */
	public @Nullable String unit() {
		return this.unit;
	}

	/**
	 * What the meter tells.
	 * @return a sentence
	 */
	public String description() {
		return this.description;
	}

	/**
	 * The tags, each with all its values.
	 * @return the tags; empty if there are none
	 */
	public List<MeterTag> tags() {
		return this.tags;
	}

	/**
	 * Name of the time series in Prometheus, following Micrometer's naming convention.
	 * @return the name of the sample; a timer has it with {@code _bucket},
	 * {@code _count}, {@code _sum} and {@code _max} appended
	 */
	public String prometheusName() {
		return MeterTag.prometheusName(this.meterName, this.type, this.unit);
	}

}
