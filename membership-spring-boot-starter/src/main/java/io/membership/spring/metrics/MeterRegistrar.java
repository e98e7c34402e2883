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
	 * Registers a timer with histogram buckets, so that quantiles can be aggregated over
	 * many members.
	 */
	Timer timer(ClusterMeter meter, Tags tags, Duration smallest, Duration largest) {
		return Timer.builder(meter.meterName())
			.description(meter.description())
			.tags(this.commonTags.and(tags))
			.publishPercentileHistogram()
			.minimumExpectedValue(smallest)
			.maximumExpectedValue(largest)
			.register(this.registry);
	}

}
