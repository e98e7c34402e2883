package io.membership.spring.autoconfigure.properties;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Meters of the member.
 *
 * @param clusterNameTag Whether every meter carries the cluster name as the tag cluster.
 * Set it to true if one monitoring system watches several clusters.
 */
public record MetricsProperties(@DefaultValue("false") boolean clusterNameTag) {

}
