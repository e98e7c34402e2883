package io.membership.cluster.coordinate;

import java.time.Duration;
import java.util.Arrays;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

/**
 * Maintains this member's coordinate. Each measured round trip to a member with a known
 * coordinate moves it a little. Confined to one thread, the event loop.
 * <p>
 * The algorithm is Vivaldi (Dabek et al., "Vivaldi: A Decentralized Network Coordinate
 * System", 2004) with heights, and with the extensions of Ledlie et al. ("Network
 * Coordinates in the Wild", 2007) and Lee et al. ("On Suitability of Euclidean Embedding
 * for Host-based Network Coordinate Systems", 2010): a median filter of latencies,
 * gravity towards the origin, and an adjustment term. One update is:
 * <ol>
 * <li>Vivaldi: the error of the estimate, weighted by the certainty of both sides,
 * changes the error of this member and pushes its coordinate along the line to the
 * other;</li>
 * <li>adjustment: half the mean error of the last measurements;</li>
 * <li>gravity: a pull towards the origin that grows with the square of the distance, so
 * that the whole cluster does not drift away.</li>
 * </ol>
 * The results equal those of Serf's client to the last bit.
 */
public final class CoordinateClient {

	private static final Duration MAX_ROUND_TRIP = Duration.ofSeconds(10);

	private final CoordinateConfig config;

	private final RandomGenerator random;

	private final LatencyFilter latencies;

	private final double[] adjustments;

	private final Coordinate origin;

	private Coordinate coordinate;

	private int adjustmentIndex;

	private long resets;

	/**
	 * Creates a client at the origin.
	 * @param config the parameters
	 * @param random separates members that are at the same place
	 */
	public CoordinateClient(CoordinateConfig config, RandomGenerator random) {
		this.config = config;
		this.random = random;
		this.latencies = new LatencyFilter(config.latencyFilterSize());
		this.adjustments = new double[config.adjustmentWindow()];
		this.origin = Coordinate.start(config);
		this.coordinate = this.origin;
	}

	/**
	 * Returns the coordinate of this member.
	 * @return the current coordinate
	 */
	public Coordinate coordinate() {
		return this.coordinate;
	}

	/**
	 * Sets the coordinate of this member, for example after a restart.
	 * @param place the coordinate
	 * @throws IllegalArgumentException if it has another number of dimensions or is not
	 * finite
	 */
	public void moveTo(Coordinate place) {
		String fault = fault(place);
		if (fault != null) {
			throw new IllegalArgumentException(fault);
		}
		this.coordinate = place;
	}

	/**
	 * Updates the coordinate with a measurement.
	 * @param node the member that answered
	 * @param other the coordinate in its answer; any content is safe
	 * @param roundTrip the measured time
	 * @return {@code null}, or the reason why the measurement was rejected, in Serf's
	 * words; in that case the coordinate of the member should not be kept either
	 */
	public @Nullable String update(String node, Coordinate other, Duration roundTrip) {
		String fault = fault(other);
		if (fault != null) {
			return fault;
		}
		if (roundTrip.isNegative() || roundTrip.compareTo(MAX_ROUND_TRIP) > 0) {
			return "round trip time not in valid range, duration " + GoDuration.format(roundTrip)
					+ " is not a positive value less than " + GoDuration.format(MAX_ROUND_TRIP) + " ";
		}
		double seconds = this.latencies.add(node, Coordinate.seconds(roundTrip.toNanos()));
		applyVivaldi(other, seconds);
		adjust(other, seconds);
		applyGravity();
		if (!this.coordinate.isValid()) {
			reset();
		}
		return null;
	}

	private void applyVivaldi(Coordinate other, double measured) {
		double estimated = this.coordinate.distanceSecondsTo(other);
		double seconds = Math.max(measured, Coordinate.ZERO);
		double wrongness = Math.abs(estimated - seconds) / seconds;
		double error = this.coordinate.error();
		double weight = error / Math.max(error + other.error(), Coordinate.ZERO);
		double errorWeight = this.config.errorWeight();
		error = Math.min(errorWeight * weight * wrongness + error * (1.0 - errorWeight * weight),
				this.config.errorMax());
		double force = this.config.positionWeight() * weight * (seconds - estimated);
		this.coordinate = this.coordinate.withError(error).push(this.config, force, other, this.random);
	}

	private void adjust(Coordinate other, double measured) {
		if (this.adjustments.length == 0) {
			return;
		}
		this.adjustments[this.adjustmentIndex] = measured - this.coordinate.rawDistanceTo(other);
		this.adjustmentIndex = (this.adjustmentIndex + 1) % this.adjustments.length;
		double sum = 0;
		for (double adjustment : this.adjustments) {
			sum += adjustment;
		}
		this.coordinate = this.coordinate.withAdjustment(sum / (2.0 * this.adjustments.length));
	}

	private void applyGravity() {
		double distance = this.origin.distanceSecondsTo(this.coordinate);
		double pull = distance / this.config.gravityRho();
		this.coordinate = this.coordinate.push(this.config, -(pull * pull), this.origin, this.random);
	}

	/**
	 * Resets the coordinate and the adjustments. Serf keeps the adjustments, and an
	 * infinite one makes the coordinate invalid again.
	 */
	private void reset() {
		this.resets++;
		this.coordinate = this.origin;
		Arrays.fill(this.adjustments, 0);
	}

	private @Nullable String fault(Coordinate other) {
		if (other.dimensions() != this.config.dimensions()) {
			return "dimensions aren't compatible";
		}
		return (other.isValid() && other.isPlausible()) ? null : "coordinate is invalid";
	}

	/**
	 * Returns the estimated round-trip time to another coordinate.
	 * @param other the other coordinate
	 * @return the estimate
	 * @throws IllegalArgumentException if the other has another number of dimensions
	 */
	public Duration distanceTo(Coordinate other) {
		return this.coordinate.distanceTo(other);
	}

	/**
	 * Forgets the measurements of a member that is gone.
	 * @param node the member
	 */
	public void forget(String node) {
		this.latencies.forget(node);
	}

	/**
	 * Returns how often the coordinate was reset because it was no longer finite.
	 * @return the number
	 */
	public long resets() {
		return this.resets;
	}

	/** Returns the number of members whose latencies are kept. */
	int measuredNodes() {
		return this.latencies.nodes();
	}

}
