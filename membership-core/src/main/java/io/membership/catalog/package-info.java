/**
 * What Consul adds to Serf, without a server: each member is the authority for the
 * services that it runs (its agent state), every member holds the whole catalog, and
 * anti-entropy brings the second back to the first, whatever was lost, delayed, doubled
 * or edited in between.
 * <p>
 * Start with {@link io.membership.catalog.ServiceDiscovery}.
 */
@NullMarked
package io.membership.catalog;

import org.jspecify.annotations.NullMarked;
