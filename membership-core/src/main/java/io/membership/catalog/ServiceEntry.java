package io.membership.catalog;

/**
 * A service and its health, as published by its member. Immutable.
 *
 * @param service the service
 * @param health its health, all checks together
 */
public record ServiceEntry(ServiceDefinition service, HealthStatus health) {

}
