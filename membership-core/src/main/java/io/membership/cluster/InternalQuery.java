package io.membership.cluster;

/**
 * Handles one of Serf's internal queries, whose names begin with
 * {@value QueryRequest#INTERNAL_PREFIX}. The application never receives them.
 */
@FunctionalInterface
interface InternalQuery {

	/**
	 * Called on the event loop when this member receives the query. The answer may be
	 * given later and on any thread.
	 * @param query the query
	 */
	void asked(IncomingQuery query);

}
