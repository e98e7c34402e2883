package io.membership.spring.actuate;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Both views of service discovery.
 *
 * @param agent the services of this member, as its agent has them
 * @param catalog the services of all members, as this member's catalog has them
 */
public record ClusterServicesDescriptor(AgentDescriptor agent,
		CatalogDescriptor catalog) implements OperationResponseBody {

}
