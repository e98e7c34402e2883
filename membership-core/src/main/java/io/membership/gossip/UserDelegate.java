package io.membership.gossip;

/**
 * Carries data of the application. Called off the event loop. Messages are delivered one
 * at a time in the order of arrival.
 */
public interface UserDelegate {

	/**
	 * Called when a user message has arrived: one that was gossiped, or one that was sent
	 * to this member. As in memberlist, a broadcast is not passed on; to spread it
	 * further, queue the message again. A message may arrive more than once.
	 * @param message the bytes, owned by the callee
	 */
	default void message(byte[] message) {
	}

	/**
	 * Returns the state that a push/pull exchange carries to the other side. If the call
	 * takes longer than the configured time, the previous state is sent instead.
	 * @param join whether the exchange is part of a join
	 * @return the state, up to 20 MiB; empty for none
	 */
	default byte[] localState(boolean join) {
		return new byte[0];
	}

	/**
	 * Called when the other side's state has arrived in a push/pull exchange.
	 * @param state the other side's state, never empty
	 * @param join whether the exchange is part of a join
	 */
	default void mergeRemoteState(byte[] state, boolean join) {
	}

}
