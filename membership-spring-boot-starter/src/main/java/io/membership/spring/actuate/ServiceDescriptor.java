package io.membership.spring.actuate;

import java.util.List;

import io.membership.catalog.ServiceView;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * A service, as the catalog has it.
 *
 * @param name its name
 * @param stale whether the list, or a part of it, is the last that was known
 * @param instances its instances
 */
public record ServiceDescriptor(String name, boolean stale,
		List<ServiceInstanceDescriptor> instances) implements OperationResponseBody {

	static ServiceDescriptor of(ServiceView service, boolean passing) {
		return new ServiceDescriptor(service.name(), service.stale(),
				(passing ? service.passing() : service.instances()).stream()
					.map(ServiceInstanceDescriptor::of)
					.toList());
	}

}
