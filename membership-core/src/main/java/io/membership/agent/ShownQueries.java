package io.membership.agent;

import java.util.LinkedHashMap;
import java.util.Map;

import io.membership.cluster.ReceivedQuery;
import org.jspecify.annotations.Nullable;

/**
 * The queries that one connection has been shown and may still answer, by the number that
 * the client knows. Thread-safe.
 */
final class ShownQueries {

	/** Beyond this number, the oldest can no longer be answered. */
	private static final int MAX = 1024;

	private final Map<Long, ReceivedQuery> queries = new LinkedHashMap<>() {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<Long, ReceivedQuery> eldest) {
			return size() > MAX || isOver(eldest.getValue());
		}

	};

	private long lastId;

	/** Assigns a number to a query, from 1 on. */
	synchronized long add(ReceivedQuery query) {
		this.queries.put(++this.lastId, query);
		return this.lastId;
	}

	/** Returns the query, unless it has expired. */
	synchronized @Nullable ReceivedQuery find(long id) {
		ReceivedQuery query = this.queries.get(id);
		return (query != null && !isOver(query)) ? query : null;
	}

	synchronized void clear() {
		this.queries.clear();
	}

	private static boolean isOver(ReceivedQuery query) {
		return query.remaining().isZero() || query.remaining().isNegative();
	}

}
