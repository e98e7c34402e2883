package io.membership.spring.metrics;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.membership.gossip.GossipObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Binds the timers of {@link ClusterMeter} and records the member's measurements in them.
 * They publish histogram buckets, so that quantiles can be computed over many members.
 */
public final class ClusterTimers implements GossipObserver, MeterBinder {

	private final Tags commonTags;

	private final List<Timers> bound = new CopyOnWriteArrayList<>();

	/**
	 * Creates the timers.
	 * @param commonTags tags of every meter
	 */
	public ClusterTimers(Tags commonTags) {
		this.commonTags = commonTags;
	}

	@Override
	public void bindTo(MeterRegistry meterRegistry) {
		MeterRegistrar registry = new MeterRegistrar(meterRegistry, this.commonTags);
		this.bound.add(new Timers(
				registry.timer(ClusterMeter.PROBE_ROUND_TRIP, Tags.empty(), Duration.ofNanos(100_000),
						Duration.ofSeconds(10)),
				registry.timer(ClusterMeter.PUSH_PULL, Tags.of("outcome", "success"), Duration.ofMillis(1),
						Duration.ofSeconds(60)),
				registry.timer(ClusterMeter.PUSH_PULL, Tags.of("outcome", "failure"), Duration.ofMillis(1),
						Duration.ofSeconds(60))));
	}

	@Override
	public void probeRoundTrip(Duration duration) {
		this.bound.forEach((timers) -> timers.probeRoundTrip.record(duration));
	}

	@Override
	public void pushPull(Duration duration, boolean success) {
		this.bound.forEach((timers) -> (success ? timers.pushPullSuccess : timers.pushPullFailure).record(duration));
	}

	private record Timers(Timer probeRoundTrip, Timer pushPullSuccess, Timer pushPullFailure) {

	}

}
