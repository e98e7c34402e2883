package io.membership.cluster.keys;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.membership.wire.SerfCodec;
import io.membership.wire.SerfMessage;

/** Asks members to do something to their keys. Thread-safe; nothing blocks. */
final class KeyQueries {

	private final KeyTransport transport;

	KeyQueries(KeyTransport transport) {
		this.transport = transport;
	}

	/**
	 * Asks all members.
	 * @param operation the operation
	 * @param key its key; empty for a list
	 * @param expected names of the members that have to answer
	 * @return completes when all of them have, or at the deadline
	 */
	CompletableFuture<KeyAnswers> ask(KeyOperation operation, byte[] key, Collection<String> expected) {
		return ask(operation, key, expected, List.of(), 0);
	}

	/**
	 * Asks some members, or all.
	 * @param operation the operation
	 * @param key its key; empty for a list
	 * @param expected names of the members that have to answer
	 * @param nodes names of the members that are asked; empty for all
	 * @param relayFactor how many other members relay each answer
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
