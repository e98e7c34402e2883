package io.membership.cluster.coordinate;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * A position in the space of round-trip times. Immutable. All quantities are in seconds.
 * A received coordinate may hold any numbers: see {@link #isValid()}.
 * <p>
 * The height models the access link, which every path shares, so it adds to a distance
 * instead of spanning one; the adjustment corrects errors that the space cannot express.
 */
public final class Coordinate {

	/**
	 * Distance below which two positions count as equal, as a direction would have no
	 * meaning.
	 */
	static final double ZERO = 1.0e-6;

	/**
	 * Limit for honest coordinates: no round trip over 10 s is accepted, so none comes
	 * near it.
	 */
	private static final double PLAUSIBLE_SECONDS = 3600;

	private static final long NANOS = 1_000_000_000;

	private final double[] vector;

	private final double error;

	private final double adjustment;

	private final double height;

	/**
	 * Creates a coordinate.
	 * @param vector the position in the space
	 * @param error the error estimate of its owner: 0 is certain
	 * @param adjustment a correction added to every distance
	 * @param height the distance of its owner from the space
	 */
	public Coordinate(double[] vector, double error, double adjustment, double height) {
		this.vector = vector.clone();
		this.error = error;
		this.adjustment = adjustment;
		this.height = height;
	}

	/**
	 * Returns the coordinate of a member without measurements.
	 * @param config the parameters
	 * @return the origin, with the largest error and the smallest height
	 */
	public static Coordinate start(CoordinateConfig config) {
		return new Coordinate(new double[config.dimensions()], config.errorMax(), 0, config.heightMin());
	}

	/**
	 * Returns the position in the space.
	 * @return a copy of the vector
	 */
	public double[] vector() {
		return this.vector.clone();
	}

	/**
	 * Returns the number of dimensions of the space.
	 * @return the number
	 */
	public int dimensions() {
		return this.vector.length;
	}

	/**
	 * Returns the error estimate of the owner.
	 * @return the error estimate; 0 is certain
	 */
	public double error() {
		return this.error;
	}

	/**
	 * Returns the correction that is added to every distance.
	 * @return the adjustment in seconds, may be negative
	 */
	public double adjustment() {
		return this.adjustment;
	}

	/**
	 * Returns the distance of the owner from the space.
	 * @return the height in seconds
	 */
	public double height() {
		return this.height;
	}

	/**
	 * Returns whether all numbers are finite, so that the coordinate can be used in
	 * calculations.
	 * @return whether it is valid
	 */
	public boolean isValid() {
		for (double component : this.vector) {
			if (!Double.isFinite(component)) {
				return false;
			}
		}
		return Double.isFinite(this.error) && Double.isFinite(this.adjustment) && Double.isFinite(this.height);
	}

	/**
	 * Returns whether an honest member can have this coordinate. Serf accepts any finite
	 * one; one with a negative error, or very far away, throws members that learn from it
	 * out of the space.
	 */
	boolean isPlausible() {
		return this.error >= 0 && this.height >= 0 && this.height <= PLAUSIBLE_SECONDS
				&& Math.abs(this.adjustment) <= PLAUSIBLE_SECONDS && magnitude(this.vector) <= PLAUSIBLE_SECONDS;
	}

	/**
	 * Returns the estimated round-trip time between the owners of two coordinates.
	 * @param other the other coordinate
	 * @return the estimate
	 * @throws IllegalArgumentException if the other has another number of dimensions
	 */
	public Duration distanceTo(Coordinate other) {
		return Duration.ofNanos(distanceNanos(other));
	}

	private long distanceNanos(Coordinate other) {
		double distance = rawDistanceTo(other);
		double adjusted = distance + this.adjustment + other.adjustment;
		return (long) (((adjusted > 0) ? adjusted : distance) * NANOS);
	}

	/** Returns the distance in Serf's precision: rounded down to nanoseconds. */
	double distanceSecondsTo(Coordinate other) {
		return seconds(distanceNanos(other));
	}

	/** Returns the distance without the adjustments. */
	double rawDistanceTo(Coordinate other) {
		return magnitude(difference(this.vector, other.vector)) + this.height + other.height;
	}

	/**
	 * Moves this coordinate away from another, or towards it if the force is negative.
	 */
	Coordinate push(CoordinateConfig config, double force, Coordinate other, RandomGenerator random) {
		double[] direction = difference(this.vector, other.vector);
		double distance = magnitude(direction);
		double newHeight = this.height;
		if (distance > ZERO) {
			scale(direction, 1.0 / distance);
			newHeight = Math.max(config.heightMin(), (this.height + other.height) * force / distance + this.height);
		}
		else {
			direction = randomDirection(this.vector.length, random);
		}
		double[] moved = new double[this.vector.length];
		for (int i = 0; i < moved.length; i++) {
			moved[i] = this.vector[i] + direction[i] * force;
		}
		return new Coordinate(moved, this.error, this.adjustment, newHeight);
	}

	Coordinate withError(double changed) {
		return new Coordinate(this.vector, changed, this.adjustment, this.height);
	}

	Coordinate withAdjustment(double changed) {
		return new Coordinate(this.vector, this.error, changed, this.height);
	}

	/** Converts a duration as Go does, so that the last bit is the same. */
	static double seconds(long nanos) {
		long whole = nanos / NANOS;
		return whole + (nanos % NANOS) / (double) NANOS;
	}

	/** Returns a random unit vector, to separate two members at the same position. */
	private static double[] randomDirection(int dimensions, RandomGenerator random) {
		double[] direction = new double[dimensions];
		for (int i = 0; i < dimensions; i++) {
			direction[i] = random.nextDouble() - 0.5;
		}
		double length = magnitude(direction);
		if (length > ZERO) {
			scale(direction, 1.0 / length);
			return direction;
		}
		double[] first = new double[dimensions];
		first[0] = 1.0;
		return first;
	}

	private static double[] difference(double[] a, double[] b) {
		if (a.length != b.length) {
			throw new IllegalArgumentException("coordinate dimensionality does not match");
		}
		double[] difference = new double[a.length];
		for (int i = 0; i < a.length; i++) {
			difference[i] = a[i] - b[i];
		}
		return difference;
	}

	private static double magnitude(double[] vector) {
		double sum = 0;
		for (double component : vector) {
			sum += component * component;
		}
		return Math.sqrt(sum);
	}

	private static void scale(double[] vector, double factor) {
		for (int i = 0; i < vector.length; i++) {
			vector[i] *= factor;
		}
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Coordinate that && Arrays.equals(this.vector, that.vector)
				&& Double.compare(this.error, that.error) == 0 && Double.compare(this.adjustment, that.adjustment) == 0
				&& Double.compare(this.height, that.height) == 0;
	}

	@Override
	public int hashCode() {
		return Objects.hash(Arrays.hashCode(this.vector), this.error, this.adjustment, this.height);
	}

	@Override
	public String toString() {
		return "Coordinate[vector=" + Arrays.toString(this.vector) + ", error=" + this.error + ", adjustment="
				+ this.adjustment + ", height=" + this.height + "]";
	}

}
