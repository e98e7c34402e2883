package io.membership.catalog;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.membership.SafeText;

/**
 * A registration: a service, its checks and its initial health. Immutable.
 *
 * @param service the service
 * @param checks the checks, possibly none
 * @param health the health according to the application; the effective health is the
 * worst of this and the checks
 */
public record ServiceRegistration(ServiceDefinition service, List<CheckDefinition> checks, HealthStatus health) {

	/** Copies the checks. */
	public ServiceRegistration {
		checks = List.copyOf(checks);
		Set<String> ids = new HashSet<>();
		for (CheckDefinition check : checks) {
			if (!ids.add(check.id())) {
				throw new IllegalArgumentException("There are two checks '" + SafeText.of(check.id()) + "'");
			}
		}
	}

	/**
	 * Creates a registration without checks that is passing.
	 * @param service the service
	 * @return the registration
	 */
	public static ServiceRegistration of(ServiceDefinition service) {
		return new ServiceRegistration(service, List.of(), HealthStatus.PASSING);
	}

	/**
	 * Returns a copy with checks.
	 * @param value all checks
	 * @return a copy
	 */
	public ServiceRegistration withChecks(CheckDefinition... value) {
		return new ServiceRegistration(this.service, List.of(value), this.health);
	}

	/**
	 * Returns a copy with another initial health.
	 * @param value the health according to the application
	 * @return a copy
	 */
	public ServiceRegistration withHealth(HealthStatus value) {
		return new ServiceRegistration(this.service, this.checks, value);
	}

}
