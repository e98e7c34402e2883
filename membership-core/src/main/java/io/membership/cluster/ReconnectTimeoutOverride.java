package io.membership.cluster;

import java.time.Duration;

/**
 * Decides for single failed members when they are forgotten, like Serf's override; for
 * example from a tag of the member. Called on the event loop: must be quick and must not
 * block.
 */
@FunctionalInterface
public interface ReconnectTimeoutOverride {

	/** Uses the configured time-out for all members. */
	ReconnectTimeoutOverride NONE = (member, timeout) -> timeout;

	/**
	 * Returns the time-out for a failed member.
	 * @param member the failed member
	 * @param timeout the configured time-out
	 * @return the time after which the member is forgotten
	 */
	Duration timeout(ClusterMember member, Duration timeout);

}
