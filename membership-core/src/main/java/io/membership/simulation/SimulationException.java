package io.membership.simulation;

import java.util.List;

/**
 * Code under simulation threw an exception, or virtual time stands still. The message
 * names the seed and the instant; the cause is the first exception, others are
 * suppressed.
 */
public class SimulationException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	SimulationException(String message, List<? extends Throwable> failures) {
		super(message, failures.isEmpty() ? null : failures.get(0));
		failures.stream().skip(1).forEach(this::addSuppressed);
	}

}
