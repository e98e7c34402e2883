package io.membership.gossip;

import java.time.Duration;

/**
 * Is told of measurements for which a counter is not enough. Called off the event loop,
 * possibly concurrently.
 */
public interface GossipObserver {

	/**
	 * A direct probe was answered.
	 * @param duration round-trip time
	 */
	default void probeRoundTrip(Duration duration) {
	}

	/**
	 * A push/pull exchange that this member started has ended.
	 * @param duration how long it took
	 * @param success whether it succeeded
	 */
	default void pushPull(Duration duration, boolean success) {
	}

}
