package io.membership.gossip;

import java.time.Duration;

/**
 * Listens for direct probes that were answered. Called off the event loop. Use
 * {@link Memberlist#setAckPayload} to set the payload of this member's own acks.
 */
@FunctionalInterface
public interface PingDelegate {

	/**
	 * Called when a direct probe was answered.
	 * @param member the member that answered
	 * @param roundTrip the round-trip time
	 * @param payload the payload of its ack; empty if there is none
	 */
	void pingCompleted(Member member, Duration roundTrip, byte[] payload);

}
