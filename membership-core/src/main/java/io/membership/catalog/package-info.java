/**
 * Service discovery without a server, after Consul's design: each member is the authority
 * for its own services (its local services), every member holds the whole catalog, and
 * anti-entropy brings the catalog back into agreement with them after lost, delayed,
 * duplicated or edited updates.
 * <p>
 * Start with {@link io.membership.catalog.ServiceDiscovery}.
 */
@NullMarked
package io.membership.catalog;

import org.jspecify.annotations.NullMarked;
