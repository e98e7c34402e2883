package io.membership.catalog;

import java.util.Locale;

/** Health of a service or of a check, as Consul has it; the worse the later. */
public enum HealthStatus {

	/** Works. */
	PASSING,
	/** Works, but something is not as it should be. */
	WARNING,
	/** Must not be used. */
	CRITICAL;

	/**
	 * The worse of two.
	 * @param other the other one
	 * @return the worse one
	 */
	public HealthStatus worse(HealthStatus other) {
		return (compareTo(other) >= 0) ? this : other;
	}

	/**
	 * The name that Consul uses.
	 * @return the name in lower case
	 */
	public String text() {
		return name().toLowerCase(Locale.ROOT);
	}

}
