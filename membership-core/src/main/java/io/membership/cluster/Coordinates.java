package io.membership.cluster;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

import io.membership.SafeText;
import io.membership.cluster.coordinate.Coordinate;
import io.membership.cluster.coordinate.CoordinateClient;
import io.membership.cluster.coordinate.CoordinateConfig;
import io.membership.gossip.Member;
import io.membership.wire.CoordinatePayload;
import io.membership.wire.WireException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps network coordinates: this member's own, which every answered ping improves, and
 * the latest ones of the others. Confined to the event loop, except for {@link #of}.
 */
final class Coordinates {

	private static final Logger logger = LoggerFactory.getLogger(Coordinates.class);

	private final String self;

	private final CoordinateClient own;

	private final Map<String, Coordinate> others = new ConcurrentHashMap<>();

	private final Consumer<byte[]> ackPayload;

	private final ClusterMetrics metrics;

	Coordinates(String self, RandomGenerator random, Consumer<byte[]> ackPayload, ClusterMetrics metrics) {
		this.self = self;
		this.own = new CoordinateClient(CoordinateConfig.defaults(), random);
		this.ackPayload = ackPayload;
		this.metrics = metrics;
	}

	/** Starts to send this member's coordinate in its acks. */
	void start() {
		tell();
	}

	@Nullable Coordinate of(String name) {
		return name.equals(this.self) ? this.own.coordinate() : this.others.get(name);
	}

	void forget(String name) {
		this.others.remove(name);
		this.own.forget(name);
	}

	void pinged(Member member, Duration roundTrip, byte[] payload) {
		try {
			CoordinatePayload decoded = CoordinatePayload.decode(payload);
			if (decoded == null) {
				return;
			}
			Coordinate other = new Coordinate(decoded.vec(), decoded.error(), decoded.adjustment(), decoded.height());
			String rejected = this.own.update(member.name(), other, roundTrip);
			if (rejected == null) {
				this.others.put(member.name(), other);
				tell();
				return;
			}
			logger.atDebug().log("Coordinate of {} rejected: {}", SafeText.of(member.name()), rejected);
		}
		catch (WireException | IllegalArgumentException ex) {
			logger.atDebug().log("Coordinate of {} rejected: {}", SafeText.of(member.name()), ex.getMessage());
		}
		this.metrics.increment(ClusterMetrics.Counter.COORDINATES_REJECTED);
	}

	private void tell() {
		Coordinate now = this.own.coordinate();
		this.metrics.set(ClusterMetrics.Gauge.COORDINATE_RESETS, this.own.resets());
		this.ackPayload
			.accept(new CoordinatePayload(now.vector(), now.error(), now.adjustment(), now.height()).encode());
	}

}
