package io.membership.spring.autoconfigure.properties;

import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Failure detection.
 *
 * @param interval Time between probes; each probes one member. Lower it to detect
 * failures faster; a loaded network or machine then causes more false suspicions.
 * Suspicion time-outs are a multiple of it. Use the same value on all members.
 * @param timeout Time to wait for the answer to a direct ping; after it, other members
 * are asked to ping. Set it to about the 99th percentile of the round-trip time between
 * members. Must be shorter than interval.
 * @param indirectChecks Number of other members that are asked to ping a member that does
 * not answer. Raise it to rule out bad links between two members; each failed probe then
 * causes more traffic. 0 switches indirect probes off.
 * @param tcpFallback Whether the member also pings over TCP when a direct ping by UDP is
 * not answered. It keeps members alive where UDP is blocked, and logs a warning. Set it
 * to false if only working UDP should count.
 * @param tcpFallbackDisabledFor Comma-separated list of names of members that are never
 * pinged over TCP, for example because a firewall blocks TCP to them.
 * @param awarenessMaxMultiplier Limit for slowing down while this member is itself slow:
 * the probe interval is multiplied by its health score plus 1, and the score stays below
 * this limit. Raise it on overloaded hosts to avoid false suspicions; such a member then
 * detects failures more slowly. 1 switches the slowdown off.
 */
public record ProbeProperties(@Nullable Duration interval, @Nullable Duration timeout, @Nullable Integer indirectChecks,
		@DefaultValue("true") boolean tcpFallback, @DefaultValue Set<String> tcpFallbackDisabledFor,
		@DefaultValue("8") int awarenessMaxMultiplier) {

}
