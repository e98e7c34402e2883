package io.membership.cluster;

/**
 * Handles one of Serf's internal queries, whose names begin with {@value #PREFIX}. The
 * application never receives them.
 */
@FunctionalInterface
interface InternalQuery {

	/** Prefix of the names of internal queries. */
	String PREFIX = "_serf_";

	/**
	 * Called on the event loop when this member receives the query. The answer may be
	 * given later and on any thread.
	 * @param query the query
	 */
	void asked(IncomingQuery query);

}
