/**
 * Meters of a cluster member. {@link io.membership.spring.metrics.ClusterMeter} names
 * every one of them.
 */
@NullMarked
package io.membership.spring.metrics;

import org.jspecify.annotations.NullMarked;
