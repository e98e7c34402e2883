package io.membership.catalog;

/**
 * A service and its health, as its member publishes them. Immutable.
 *
 * @param service the service
 * @param health its health, all checks together
 */
public record ServiceEntry(ServiceDefinition service, HealthStatus health) {

}
