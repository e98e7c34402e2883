package io.membership.cluster;

/**
 * Is told what comes back for a query, while it comes. Called off the event loop, one
 * call at a time, in order; {@link #closed()} is the last call.
 */
public interface QueryListener {

	/**
	 * A member has received the query.
	 * @param from name of the member, untrusted text
	 */
	default void acknowledged(String from) {
	}

	/**
	 * A member has answered.
	 * @param answer the answer
	 */
	default void answered(QueryAnswer answer) {
	}

	/** The time is over, or the query was cancelled, or the member was shut down. */
	default void closed() {
	}

}
