package io.membership.cluster;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.membership.SafeText;
import io.membership.wire.SerfMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The queries of this member that accept answers. Confined to the event loop. */
final class PendingQueries {

	private static final Logger logger = LoggerFactory.getLogger(PendingQueries.class);

	private final String self;

	/** Queries by Lamport time. */
	private final Map<Long, OutgoingQuery> pending = new HashMap<>();

	/**
	 * Creates an empty table.
	 * @param self the name of this member
	 */
	PendingQueries(String self) {
		this.self = self;
	}

	void add(OutgoingQuery query) {
		this.pending.put(query.time(), query);
	}

	/** Accepts no more answers for a query and completes it. */
	void close(OutgoingQuery query) {
		this.pending.remove(query.time(), query);
		query.close();
	}

	/** Completes all queries with their replies so far. */
	void closeAll() {
		List.copyOf(this.pending.values()).forEach(this::close);
	}

	/** Returns whether a query is one of this member and accepts answers. */
	boolean contains(SerfMessage.Query query) {
		OutgoingQuery own = this.pending.get(query.ltime());
		return own != null && own.id() == query.id() && query.sourceNode().equals(this.self);
	}

	/** Handles a received answer or ack. */
	void receive(SerfMessage.QueryResponse response) {
		OutgoingQuery query = this.pending.get(response.ltime());
		if (query == null) {
			logger.atTrace().log("Answer of {} to a query that is not pending", SafeText.of(response.from()));
			return;
		}
		query.received(response);
	}

}
