package io.membership.cluster.keys;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.membership.Internal;

/**
 * Carries key requests to the members of the cluster, and their answers back.
 * Thread-safe; no method blocks.
 */
@Internal
@FunctionalInterface
public interface KeyTransport {

	/**
	 * Sends a request.
	 * @param request the request
	 * @return the first answer of each member by its name, in the order of arrival;
	 * completes when all expected members have answered, or at the deadline. Fails with
	 * an {@link IllegalStateException} if this member is not running
	 */
	CompletableFuture<Map<String, byte[]>> ask(Request request);

	/**
	 * A key request.
	 *
	 * @param operation the name of the operation
	 * @param payload the encoded request; <strong>secret</strong>
	 * @param expected names of the members that have to answer
	 * @param nodes names of the members that receive the request; empty for all
	 * @param relayFactor number of other members that relay each answer
	 */
	record Request(String operation, byte[] payload, Set<String> expected, List<String> nodes, int relayFactor) {

		/** Omits the key. */
		@Override
		public String toString() {
			return "Request[" + this.operation + "]";
		}

	}

}
