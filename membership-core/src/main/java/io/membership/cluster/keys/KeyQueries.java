package io.membership.cluster.keys;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.membership.wire.SerfCodec;
import io.membership.wire.SerfMessage;

/** Sends key requests to members. Thread-safe; no method blocks. */
final class KeyQueries {

	private final KeyTransport transport;

	KeyQueries(KeyTransport transport) {
		this.transport = transport;
	}

	/**
	 * Sends a request to all members.
	 * @param operation the operation
	 * @param key its key; empty for a list
	 * @param expected names of the members that have to answer
	 * @return completes when all of them have answered, or at the deadline
	 */
	CompletableFuture<KeyAnswers> ask(KeyOperation operation, byte[] key, Collection<String> expected) {
		return ask(operation, key, expected, List.of(), 0);
	}

	/**
	 * Sends a request to some members, or all.
	 * @param operation the operation
	 * @param key its key; empty for a list
	 * @param expected names of the members that have to answer
	 * @param nodes names of the members that receive the request; empty for all
	 * @param relayFactor number of other members that relay each answer
	 * @return completes when all expected members have answered, or at the deadline
	 */
	CompletableFuture<KeyAnswers> ask(KeyOperation operation, byte[] key, Collection<String> expected,
			List<String> nodes, int relayFactor) {
		Set<String> names = new LinkedHashSet<>(expected);
		byte[] payload = SerfCodec.encode(new SerfMessage.KeyRequest(key));
		return this.transport.ask(new KeyTransport.Request(operation.toString(), payload, names, nodes, relayFactor))
			.thenApply((answers) -> KeyAnswers.of(names, answers));
	}

}
