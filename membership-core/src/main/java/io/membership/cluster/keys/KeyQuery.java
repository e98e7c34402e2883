package io.membership.cluster.keys;

import java.util.concurrent.CompletableFuture;

import io.membership.Internal;
import org.jspecify.annotations.Nullable;

/** A received request for the keys of this member. */
@Internal
public interface KeyQuery {

	/**
	 * Returns the encoded request.
	 * @return a copy, untrusted bytes
	 */
	byte[] payload();

	/**
	 * Returns whether an answer is within the limit for answers.
	 * @param answer the answer
	 * @return whether it fits
	 */
	boolean fits(byte[] answer);

	/**
	 * Answers the request.
	 * @param answer the answer
	 * @return completes when the answer was sent
	 */
	CompletableFuture<@Nullable Void> respond(byte[] answer);

}
