package io.membership.cluster.coordinate;

/**
 * Parameters of the coordinate system. Members of one cluster must agree on them;
 * {@link #defaults()} are Serf's.
 *
 * @param dimensions number of dimensions of the space, besides the height
 * @param errorMax the largest error estimate, also that of a new coordinate
 * @param errorWeight Vivaldi's c_e: how much one measurement changes the error estimate
 * @param positionWeight Vivaldi's c_c: how far one measurement moves the coordinate
 * @param adjustmentWindow number of measurements that the adjustment term averages; 0
 * turns the term off
 * @param heightMin the smallest height, in seconds
 * @param latencyFilterSize number of measurements for each member of which the median is
 * used
 * @param gravityRho how far from the origin gravity is felt, in seconds
 */
public record CoordinateConfig(int dimensions, double errorMax, double errorWeight, double positionWeight,
		int adjustmentWindow, double heightMin, int latencyFilterSize, double gravityRho) {

	/**
	 * Checks the parameters.
	 */
	public CoordinateConfig {
		if (dimensions < 1 || adjustmentWindow < 0 || latencyFilterSize < 1) {
			throw new IllegalArgumentException(
					"A coordinate needs 1 dimension and 1 measurement or more, not " + dimensions
							+ " dimensions, a window of " + adjustmentWindow + " and a filter of " + latencyFilterSize);
		}
	}

	/**
	 * Returns Serf's parameters: 8 dimensions, largest error 1.5, both weights 0.25, a
	 * window of 20, heights from 10 microseconds, the median of 3, and gravity of rho
	 * 150.
	 * @return the parameters
	 */
	public static CoordinateConfig defaults() {
		return new CoordinateConfig(8, 1.5, 0.25, 0.25, 20, 1.0e-5, 3, 150.0);
	}

	/**
	 * Returns a copy with another number of dimensions.
	 * @param number the number
	 * @return a copy
	 */
	public CoordinateConfig withDimensions(int number) {
		return new CoordinateConfig(number, this.errorMax, this.errorWeight, this.positionWeight, this.adjustmentWindow,
				this.heightMin, this.latencyFilterSize, this.gravityRho);
	}

}
