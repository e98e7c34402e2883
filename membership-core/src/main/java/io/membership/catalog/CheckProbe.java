package io.membership.catalog;

import java.util.function.Consumer;

/** Carries a check out. Called off the event loop; may block for the check's time-out. */
@FunctionalInterface
interface CheckProbe {

	/** What it has found. */
	record Finding(HealthStatus status, String output) {
	}

	/**
	 * Carries a check out.
	 * @param check an HTTP or a TCP check
	 * @param found called once, on any thread
	 */
	void probe(CheckDefinition check, Consumer<Finding> found);

}
