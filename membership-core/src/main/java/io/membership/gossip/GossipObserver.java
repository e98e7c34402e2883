package io.membership.gossip;

import java.time.Duration;

/**
 * Listens for measurements that a counter cannot hold. Called off the event loop,
 * possibly concurrently.
 */
public interface GossipObserver {

	/**
	 * Called when a direct probe was answered.
	 * @param duration the round-trip time
	 */
	default void probeRoundTrip(Duration duration) {
	}

	/**
	 * Called when a push/pull exchange that this member started has ended.
	 * @param duration how long it took
	 * @param success whether it succeeded
	 */
	default void pushPull(Duration duration, boolean success) {
	}

}
