package io.membership.spring.autoconfigure.properties;

import java.time.Duration;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of each of the three broadcast queues: joins and leaves, user events, queries.
 *
 * @param checkInterval Time between checks of the queues, which trim them and warn about
 * their depth. Lower it to notice a flood earlier.
 * @param depthWarning Depth from which a check logs a warning. Raise it if bursts are
 * normal in your cluster.
 * @param maxDepth Number of broadcasts that a queue keeps; beyond it, the member drops
 * the most often transmitted ones. Raise it for large bursts of events; each entry takes
 * memory and bandwidth.
 * @param minDepth Lower bound of a limit that follows the cluster: if positive, a queue
 * keeps twice as many broadcasts as there are members, and at least this many. Set it in
 * clusters of thousands of members, where max-depth is too small when many of them come
 * and go. Zero means the fixed limit max-depth.
 */
public record BroadcastsProperties(@DefaultValue("30s") Duration checkInterval, @DefaultValue("128") int depthWarning,
		@DefaultValue("4096") int maxDepth, @DefaultValue("0") int minDepth) {

}
