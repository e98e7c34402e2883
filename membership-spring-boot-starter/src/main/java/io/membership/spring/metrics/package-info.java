/**
 * Meters of a cluster member. {@link io.membership.spring.metrics.ClusterMeter} lists all
 * of them.
 */
@NullMarked
package io.membership.spring.metrics;

import org.jspecify.annotations.NullMarked;
