package io.membership.catalog;

import java.util.List;

/**
 * A service of this member. Immutable.
 *
 * @param service the service
 * @param health its health: the worst of the application's setting and all checks
 * @param checks the latest result of each check
 * @param inSync whether every catalog holds the current version
 */
public record LocalService(ServiceDefinition service, HealthStatus health, List<CheckResult> checks, boolean inSync) {

	/** Copies the checks. */
	public LocalService {
		checks = List.copyOf(checks);
	}

}
