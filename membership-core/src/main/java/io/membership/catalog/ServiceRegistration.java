package io.membership.catalog;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.membership.SafeText;

/**
 * What an application registers: a service, how its health is found out, and how healthy
 * it is to begin with. Immutable.
 *
 * @param service the service
 * @param checks the checks, possibly none
 * @param health what the application itself says of its health; the service is as healthy
 * as the worst of this and the checks
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
	 * A service without checks that is passing.
	 * @param service the service
	 * @return the registration
	 */
	public static ServiceRegistration of(ServiceDefinition service) {
		return new ServiceRegistration(service, List.of(), HealthStatus.PASSING);
	}

	/**
	 * The same with checks.
	 * @param value all checks
	 * @return a copy
	 */
	public ServiceRegistration withChecks(CheckDefinition... value) {
		return new ServiceRegistration(this.service, List.of(value), this.health);
	}

	/**
	 * The same with another health to begin with.
	 * @param value what the application says
	 * @return a copy
	 */
	public ServiceRegistration withHealth(HealthStatus value) {
		return new ServiceRegistration(this.service, this.checks, value);
	}

}
