package io.membership.cluster;

/**
 * Receives the replies to a query as they arrive. Called off the event loop, one call at
 * a time, in order; {@link #closed()} is the last call.
 */
public interface QueryListener {

	/**
	 * Called when a member has acknowledged the query.
	 * @param from name of the member, untrusted text
	 */
	default void acknowledged(String from) {
	}

	/**
	 * Called when a member has answered.
	 * @param answer the answer
	 */
	default void answered(QueryAnswer answer) {
	}

	/**
	 * Called when the time is over, the query was cancelled, or the member was shut down.
	 */
	default void closed() {
	}

}
