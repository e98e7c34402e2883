package io.membership.cluster;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * A query for which answers are taken. Thread-safe.
 */
public interface PendingQuery {

	/**
	 * Whether it was sent at all.
	 * @return completes when the query is queued to be gossiped, as a rule before
	 * anything comes back; fails as {@link #result()} if nothing was sent
	 */
	CompletableFuture<@Nullable Void> sent();

	/**
	 * All that came back. Each answer is kept in memory until then.
	 * @return completes at the deadline, when the query is cancelled or when the member
	 * is shut down, with what came until then; fails with an
	 * {@link IllegalArgumentException} if the query is too large or a filter is no valid
	 * expression, and then nothing was sent
	 */
	CompletableFuture<QueryResult> result();

	/** Takes no more answers. The members that were asked do not hear of it. */
	void cancel();

}
