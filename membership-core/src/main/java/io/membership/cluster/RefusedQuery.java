package io.membership.cluster;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * A query that was not sent because the member is not running.
 *
 * @param cause fails its futures
 */
record RefusedQuery(IllegalStateException cause) implements PendingQuery {

	@Override
	public CompletableFuture<@Nullable Void> sent() {
		return CompletableFuture.failedFuture(this.cause);
	}

	@Override
	public CompletableFuture<QueryResult> result() {
		return CompletableFuture.failedFuture(this.cause);
	}

	@Override
	public void cancel() {
		// nothing was sent
	}

}
