package io.membership.cluster;

/**
 * Handles one of the queries that Serf asks itself: those whose name begins with
 * {@value #PREFIX}. The application never hears of them.
 */
@FunctionalInterface
interface InternalQuery {

	/** How the names of these queries begin. */
	String PREFIX = "_serf_";

	/**
	 * This member is asked. Called on the event loop; the answer may be given later and
	 * from anywhere.
	 * @param query the question
	 */
	void asked(IncomingQuery query);

}
