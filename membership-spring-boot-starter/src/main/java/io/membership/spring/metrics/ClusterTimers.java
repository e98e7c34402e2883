package io.membership.spring.metrics;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.membership.gossip.GossipObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Binds the timers of {@link ClusterMeter} and records the member's measurements in them.
 * The round trip of probes has a few histogram buckets, so that quantiles can be computed
 * over many members.
 */
public final class ClusterTimers implements GossipObserver, MeterBinder {

	/** From a round trip within a rack to the probe time-out across continents. */
	private static final Duration[] ROUND_TRIP_BUCKETS = Stream.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 3000)
		.map(Duration::ofMillis)
		.toArray(Duration[]::new);

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
		this.bound.add(new Timers(registry.timer(ClusterMeter.PROBE_ROUND_TRIP, Tags.empty(), ROUND_TRIP_BUCKETS),
				registry.timer(ClusterMeter.PUSH_PULL, Tags.of("outcome", "success")),
				registry.timer(ClusterMeter.PUSH_PULL, Tags.of("outcome", "failure"))));
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
