package io.membership.spring.actuate;

import java.util.List;

import io.membership.catalog.ServiceCatalog;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * The services of all members, as this member's catalog has them.
 *
 * @param stale whether there is reason to doubt what is seen
 * @param services the services, by name
 */
public record CatalogDescriptor(boolean stale, List<ServiceDescriptor> services) implements OperationResponseBody {

	static CatalogDescriptor of(ServiceCatalog catalog, boolean passing) {
		return new CatalogDescriptor(catalog.isStale(),
				catalog.services()
					.stream()
					.map((name) -> ServiceDescriptor.of(catalog.service(name), passing))
					.toList());
	}

}
