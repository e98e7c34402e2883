package io.membership.cluster;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

import io.membership.wire.SerfCodec;
import io.membership.wire.SerfMessage;

/** Asks members to do something to their keys. Thread-safe; nothing blocks. */
final class KeyQueries {

	/** Sends a query; as {@link Cluster#query} does. */
	private final BiFunction<QueryRequest, QueryListener, PendingQuery> queries;

	KeyQueries(BiFunction<QueryRequest, QueryListener, PendingQuery> queries) {
		this.queries = queries;
	}

	/**
	 * Asks everybody.
	 * @param operation what to do
	 * @param key with which key; empty for a list
	 * @param expected names of those who are to answer
	 * @return completes when all of them have, or at the deadline
	 */
	CompletableFuture<KeyAnswers> ask(KeyOperation operation, byte[] key, Collection<String> expected) {
		return ask(operation, key, expected, List.of(), 0);
	}

	/**
	 * Asks some members, or everybody.
	 * @param operation what to do
	 * @param key with which key; empty for a list
	 * @param expected names of those who are to answer
	 * @param filter names of those who are asked; empty for all
	 * @param relayFactor over how many others each answer is sent as well
	 * @return completes when all that are expected have answered, or at the deadline
	 */
	CompletableFuture<KeyAnswers> ask(KeyOperation operation, byte[] key, Collection<String> expected,
			List<String> filter, int relayFactor) {
		Set<String> names = new LinkedHashSet<>(expected);
		byte[] payload = SerfCodec.encode(new SerfMessage.KeyRequest(key));
		QueryRequest request = QueryRequest.of(operation.queryName(), payload)
			.toNodes(filter)
			.withRelayFactor(relayFactor);
		Countdown countdown = new Countdown(names);
		PendingQuery pending = this.queries.apply(request, countdown);
		countdown.everybody.thenRun(pending::cancel);
		return pending.result().thenApply((result) -> KeyAnswers.of(names, result));
	}

	/** Sees when everybody has answered, so that nobody waits for the deadline. */
	private static final class Countdown implements QueryListener {

		private final Set<String> left;

		private final CompletableFuture<Void> everybody = new CompletableFuture<>();

		private Countdown(Set<String> names) {
			this.left = new HashSet<>(names);
		}

		@Override
		public void answered(QueryAnswer answer) {
			if (this.left.remove(answer.from()) && this.left.isEmpty()) {
				this.everybody.complete(null);
			}
		}

	}

}
