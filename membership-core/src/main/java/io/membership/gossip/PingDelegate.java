package io.membership.gossip;

import java.time.Duration;

/**
 * Is told of every direct probe that was answered. The payload of this member's own acks
 * is set with {@link Memberlist#setAckPayload}. Called off the event loop.
 */
@FunctionalInterface
public interface PingDelegate {

	/**
	 * A direct probe was answered.
	 * @param member the member that answered
	 * @param roundTrip round-trip time
	 * @param payload payload of its ack; empty if there is none
	 */
	void pingCompleted(Member member, Duration roundTrip, byte[] payload);

}
