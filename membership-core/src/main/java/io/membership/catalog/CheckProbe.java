package io.membership.catalog;

import java.util.function.Consumer;

/**
 * Runs HTTP and TCP checks. Called off the event loop; may block for the check's
 * time-out.
 */
@FunctionalInterface
interface CheckProbe {

	/** Result of a check. */
	record Finding(HealthStatus status, String output) {
	}

	/**
	 * Runs a check.
	 * @param check an HTTP or a TCP check
	 * @param found called once, on any thread
	 */
	void probe(CheckDefinition check, Consumer<Finding> found);

}
