package io.membership.spring.metrics;

import java.util.function.ToDoubleFunction;

import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterMetrics;
import io.membership.cluster.ClusterMetrics.Counter;
import io.membership.cluster.ClusterMetrics.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Binds the gauges and counters of {@link ClusterMeter} that exist only with Serf's
 * protocol. They read the member's existing counters when a registry asks.
 */
public final class ClusterMeters implements MeterBinder {

	private final Cluster cluster;

	private final Tags commonTags;

	/**
	 * Creates the binder.
	 * @param cluster the local member
	 * @param commonTags tags of every meter
	 */
	public ClusterMeters(Cluster cluster, Tags commonTags) {
		this.cluster = cluster;
		this.commonTags = commonTags;
	}

	@Override
	public void bindTo(MeterRegistry meterRegistry) {
		MeterRegistrar registry = new MeterRegistrar(meterRegistry, this.commonTags);
		counter(registry, ClusterMeter.USER_EVENTS, Tags.empty(), Counter.USER_EVENTS);
		counter(registry, ClusterMeter.QUERIES, Tags.empty(), Counter.QUERIES);
		counter(registry, ClusterMeter.QUERY_REPLIES, Tags.of("kind", "ack"), Counter.QUERY_ACKS);
		counter(registry, ClusterMeter.QUERY_REPLIES, Tags.of("kind", "response"), Counter.QUERY_RESPONSES);
		counter(registry, ClusterMeter.QUERY_REPLIES, Tags.of("kind", "duplicate_ack"), Counter.QUERY_DUPLICATE_ACKS);
		counter(registry, ClusterMeter.QUERY_REPLIES, Tags.of("kind", "duplicate_response"),
				Counter.QUERY_DUPLICATE_RESPONSES);
		counter(registry, ClusterMeter.INTENTS, Tags.empty(), Counter.INTENTS);
		counter(registry, ClusterMeter.FLAPS, Tags.empty(), Counter.FLAPS);
		counter(registry, ClusterMeter.NAME_VOTES, Tags.empty(), Counter.NAME_CONFLICTS);
		counter(registry, ClusterMeter.SERF_DROPS, Tags.of("reason", "clock_jump"), Counter.CLOCK_JUMPS_REFUSED);
		counter(registry, ClusterMeter.SERF_DROPS, Tags.of("reason", "undecodable"), Counter.UNDECODABLE);
		counter(registry, ClusterMeter.SERF_DROPS, Tags.of("reason", "reply_refused"), Counter.REPLIES_REFUSED);
		counter(registry, ClusterMeter.COORDINATES_REJECTED, Tags.empty(), Counter.COORDINATES_REJECTED);
		counter(registry, ClusterMeter.SNAPSHOT_ERRORS, Tags.empty(), Counter.SNAPSHOT_ERRORS);
		function(registry, ClusterMeter.COORDINATE_RESETS, Tags.empty(),
				(metrics) -> metrics.value(Gauge.COORDINATE_RESETS));
		gauges(registry);
	}

	private void gauges(MeterRegistrar registry) {
		value(registry, ClusterMeter.SERF_QUEUE_DEPTH, Tags.of("kind", "intent"), Gauge.INTENT_QUEUE);
		value(registry, ClusterMeter.SERF_QUEUE_DEPTH, Tags.of("kind", "event"), Gauge.EVENT_QUEUE);
		value(registry, ClusterMeter.SERF_QUEUE_DEPTH, Tags.of("kind", "query"), Gauge.QUERY_QUEUE);
		value(registry, ClusterMeter.LAMPORT_TIME, Tags.of("clock", "member"), Gauge.MEMBER_TIME);
		value(registry, ClusterMeter.LAMPORT_TIME, Tags.of("clock", "event"), Gauge.EVENT_TIME);
		value(registry, ClusterMeter.LAMPORT_TIME, Tags.of("clock", "query"), Gauge.QUERY_TIME);
	}

	private void value(MeterRegistrar registry, ClusterMeter meter, Tags tags, Gauge value) {
		gauge(registry, meter, tags, (metrics) -> metrics.value(value));
	}

	private void gauge(MeterRegistrar registry, ClusterMeter meter, Tags tags, ToDoubleFunction<ClusterMetrics> value) {
		registry.gauge(meter, tags, this.cluster, (member) -> value.applyAsDouble(member.metrics()));
	}

	private void counter(MeterRegistrar registry, ClusterMeter meter, Tags tags, Counter counter) {
		function(registry, meter, tags, (metrics) -> metrics.count(counter));
	}

	private void function(MeterRegistrar registry, ClusterMeter meter, Tags tags,
			ToDoubleFunction<ClusterMetrics> value) {
		registry.counter(meter, tags, this.cluster, (member) -> value.applyAsDouble(member.metrics()));
	}

}
