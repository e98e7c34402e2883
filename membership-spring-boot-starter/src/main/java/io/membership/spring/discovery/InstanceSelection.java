package io.membership.spring.discovery;

import java.util.List;
import java.util.function.Predicate;

import io.membership.catalog.CatalogInstance;
import io.membership.catalog.CatalogService;
import io.membership.catalog.HealthStatus;

/**
 * Selects the instances of a service to call: the passing ones. If there are none, those
 * with a warning, which still work; otherwise the last known instances of members that
 * seem to have failed, because this member may be wrong about them. Never selects a
 * critical instance.
 */
public final class InstanceSelection {

	private InstanceSelection() {
	}

	/**
	 * Selects the instances to call.
	 * @param service all instances of a service
	 * @return the best available ones, in the order of the catalog; empty if none may be
	 * called
	 */
	public static List<CatalogInstance> callable(CatalogService service) {
		List<CatalogInstance> passing = select(service,
				(instance) -> !instance.stale() && instance.health() == HealthStatus.PASSING);
		if (!passing.isEmpty()) {
			return passing;
		}
		List<CatalogInstance> warning = select(service,
				(instance) -> !instance.stale() && instance.health() == HealthStatus.WARNING);
		return warning.isEmpty()
				? select(service, (instance) -> instance.stale() && instance.health() != HealthStatus.CRITICAL)
				: warning;
	}

	private static List<CatalogInstance> select(CatalogService service, Predicate<CatalogInstance> wanted) {
		return service.instances().stream().filter(wanted).toList();
	}

}
