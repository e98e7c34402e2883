package io.membership.catalog;

import java.util.Locale;

/** Health of a service or a check, as in Consul, in ascending order of severity. */
public enum HealthStatus {

	/** Healthy. */
	PASSING,
	/** Usable, with a problem. */
	WARNING,
	/** Not usable. */
	CRITICAL;

	/**
	 * Returns the worse of two.
	 * @param other the other one
	 * @return the worse one
	 */
	public HealthStatus worse(HealthStatus other) {
		return (compareTo(other) >= 0) ? this : other;
	}

	/**
	 * Returns the name that Consul uses.
	 * @return the name in lower case
	 */
	public String text() {
		return name().toLowerCase(Locale.ROOT);
	}

}
