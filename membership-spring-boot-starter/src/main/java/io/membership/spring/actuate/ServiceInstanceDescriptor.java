package io.membership.spring.actuate;

import java.util.List;
import java.util.Map;

import io.membership.catalog.ServiceDefinition;
import io.membership.catalog.ServiceInstance;

/**
 * An instance of a service, as the catalog has it.
 *
 * @param member name of the member that runs it
 * @param id identifies it among the services of its member
 * @param address host name or IP address
 * @param port its port
 * @param tags words that tell instances apart
 * @param metadata more about it
 * @param status passing, warning or critical
 * @param stale whether its member has failed and this is the last that was known of it
 */
public record ServiceInstanceDescriptor(String member, String id, String address, int port, List<String> tags,
		Map<String, String> metadata, String status, boolean stale) {

	static ServiceInstanceDescriptor of(ServiceInstance instance) {
		ServiceDefinition service = instance.service();
		return new ServiceInstanceDescriptor(instance.member(), service.id(), service.address(), service.port(),
				service.tags(), service.metadata(), instance.health().text(), instance.stale());
	}

}
