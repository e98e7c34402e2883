package io.membership.gossip;

/**
 * Carries data of the application. Called off the event loop. Messages are delivered one
 * at a time in the order of arrival.
 */
public interface UserDelegate {

	/**
	 * A user message has arrived: a broadcast that was gossiped, or one that was sent to
	 * this member. memberlist does not pass broadcasts on; who wants that queues the
	 * message again. A message may arrive more than once.
	 * @param message the bytes, owned by the callee
	 */
	default void message(byte[] message) {
	}

	/**
	 * The state that a push/pull exchange carries to the other side. If the answer takes
	 * longer than the configured time, the previous answer is sent instead.
	 * @param join whether the exchange is part of a join
	 * @return the state, up to 20 MiB; empty for none
	 */
	default byte[] localState(boolean join) {
		return new byte[0];
	}

	/**
	 * The other side's state has arrived in a push/pull exchange.
	 * @param state the other side's state, never empty
	 * @param join whether the exchange is part of a join
	 */
	default void mergeRemoteState(byte[] state, boolean join) {
	}

}
