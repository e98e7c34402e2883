/**
 * Service discovery without a server, after Consul's design: each member is the authority
 * for its own services (the agent state), every member holds the whole catalog, and
 * anti-entropy brings the catalog back into agreement with the agent states after lost,
 * delayed, duplicated or edited updates.
 * <p>
 * Start with {@link io.membership.catalog.ServiceDiscovery}.
 */
@NullMarked
package io.membership.catalog;

import org.jspecify.annotations.NullMarked;
