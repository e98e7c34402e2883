/**
 * Meters of a cluster member. {@link io.membership.spring.metrics.ClusterMeter} lists all
 * of them.
 */
@Internal
@NullMarked
package io.membership.spring.metrics;

import io.membership.Internal;
import org.jspecify.annotations.NullMarked;
