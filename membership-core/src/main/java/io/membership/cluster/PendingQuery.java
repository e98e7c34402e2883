package io.membership.cluster;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/** A query that accepts answers. Thread-safe. */
public interface PendingQuery {

	/**
	 * Returns a future that tells whether the query was sent.
	 * @return completes when the query is queued to be gossiped, usually before the first
	 * reply; fails as {@link #result()} does if nothing was sent
	 */
	CompletableFuture<@Nullable Void> sent();

	/**
	 * Returns a future of all replies. Each answer is kept in memory until then.
	 * @return completes with the replies so far at the deadline, when the query is
	 * cancelled, or when the member is shut down; fails with an
	 * {@link IllegalArgumentException} if the query is too large or a filter is not a
	 * valid expression, in which case nothing was sent
	 */
	CompletableFuture<QueryResult> result();

	/** Accepts no more answers. The members that received the query are not notified. */
	void cancel();

}
