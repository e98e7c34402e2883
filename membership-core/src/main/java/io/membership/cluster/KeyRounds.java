package io.membership.cluster;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

import io.membership.cluster.keys.KeyTransport;

/**
 * Sends key requests as Serf's internal queries, and ends a query as soon as all expected
 * members have answered. Thread-safe.
 */
final class KeyRounds implements KeyTransport {

	private final BiFunction<QueryRequest, QueryListener, PendingQuery> queries;

	/**
	 * Creates the transport.
	 * @param queries sends a query as {@link Cluster#query} does
	 */
	KeyRounds(BiFunction<QueryRequest, QueryListener, PendingQuery> queries) {
		this.queries = queries;
	}

	@Override
	public CompletableFuture<Map<String, byte[]>> ask(Request request) {
		QueryRequest query = QueryRequest.of(QueryRequest.INTERNAL_PREFIX + request.operation(), request.payload())
			.toNodes(request.nodes())
			.withRelayFactor(request.relayFactor());
		Countdown countdown = new Countdown(request.expected());
		PendingQuery pending = this.queries.apply(query, countdown);
		countdown.allAnswered.thenRun(pending::cancel);
		return pending.result().thenApply(KeyRounds::byMember);
	}

	private static Map<String, byte[]> byMember(QueryResult result) {
		Map<String, byte[]> answers = new LinkedHashMap<>();
		result.answers().forEach((answer) -> answers.putIfAbsent(answer.from(), answer.payload()));
		return answers;
	}

	/** Completes the query when all expected members have answered. */
	private static final class Countdown implements QueryListener {

		private final Set<String> left;

		private final CompletableFuture<Void> allAnswered = new CompletableFuture<>();

		private Countdown(Set<String> names) {
			this.left = new HashSet<>(names);
		}

		@Override
		public void answered(QueryAnswer answer) {
			if (this.left.remove(answer.from()) && this.left.isEmpty()) {
				this.allAnswered.complete(null);
			}
		}

	}

}
