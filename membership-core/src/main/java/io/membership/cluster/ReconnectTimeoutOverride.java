package io.membership.cluster;

import java.time.Duration;

/**
 * Decides for single failed members after what time they are forgotten, as Serf's
 * override does; a member may ask for a time of its own by a tag. Called on the event
 * loop: it must be quick and not block.
 */
@FunctionalInterface
public interface ReconnectTimeoutOverride {

	/** Makes no exception. */
	ReconnectTimeoutOverride NONE = (member, timeout) -> timeout;

	/**
	 * Decides for one member.
	 * @param member the failed member
	 * @param timeout what the settings say
	 * @return after what time it is forgotten
	 */
	Duration timeout(ClusterMember member, Duration timeout);

}
