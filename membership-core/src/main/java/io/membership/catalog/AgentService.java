package io.membership.catalog;

import java.util.List;

/**
 * A service of this member, as its agent has it. Immutable.
 *
 * @param service the service
 * @param health its health, the application's word and all checks together
 * @param checks what each check last said
 * @param inSync whether every catalog holds it as it is here
 */
public record AgentService(ServiceDefinition service, HealthStatus health, List<CheckResult> checks, boolean inSync) {

	/** Copies the checks. */
	public AgentService {
		checks = List.copyOf(checks);
	}

}
