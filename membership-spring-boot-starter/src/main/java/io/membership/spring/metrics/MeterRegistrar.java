package io.membership.spring.metrics;

import java.time.Duration;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

/**
 * Registers meters with the name, unit and description of their {@link ClusterMeter}.
 *
 * @param registry where to register them
 * @param commonTags tags of every meter
 */
record MeterRegistrar(MeterRegistry registry, Tags commonTags) {

	<T> void gauge(ClusterMeter meter, Tags tags, T source, ToDoubleFunction<T> value) {
		Gauge.builder(meter.meterName(), source, value)
			.description(meter.description())
			.baseUnit(meter.unit())
			.tags(this.commonTags.and(tags))
			.register(this.registry);
	}

	<T> void counter(ClusterMeter meter, Tags tags, T source, ToDoubleFunction<T> value) {
		FunctionCounter.builder(meter.meterName(), source, value)
			.description(meter.description())
			.baseUnit(meter.unit())
			.tags(this.commonTags.and(tags))
			.register(this.registry);
	}

	/**
	 * Registers a timer. Each bucket is a series of its own, so only a timer whose
	 * quantiles are worth it has a few.
	 */
	Timer timer(ClusterMeter meter, Tags tags, Duration... buckets) {
		return Timer.builder(meter.meterName())
			.description(meter.description())
			.tags(this.commonTags.and(tags))
			.serviceLevelObjectives((buckets.length > 0) ? buckets : null)
			.register(this.registry);
	}

}
