package io.membership.cluster;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/** A query that this member has received. Thread-safe. */
public interface ReceivedQuery {

	/**
	 * Returns the Lamport time of the query.
	 * @return the time, unsigned
	 */
	long time();

	/**
	 * Returns the number that the sender has assigned to the query.
	 * @return the number, unsigned
	 */
	int id();

	/**
	 * Returns the name of the query.
	 * @return the name, untrusted text
	 */
	String name();

	/**
	 * Returns the payload of the query.
	 * @return a copy of the payload
	 */
	byte[] payload();

	/**
	 * Returns the name of the sender; empty for senders that speak an old protocol.
	 * @return the name of a member, untrusted text
	 */
	String source();

	/**
	 * Returns how long an answer is still accepted.
	 * @return the time left; zero after the deadline
	 */
	Duration remaining();

	/**
	 * Answers the query. Only the first answer counts.
	 * @param payload the answer
	 * @return completes when the answer was sent; fails with an
	 * {@link IllegalStateException} after the deadline or if the query was answered
	 * already, and with an {@link IllegalArgumentException} if the answer is too large,
	 * after which another attempt is possible
	 */
	CompletableFuture<@Nullable Void> respond(byte[] payload);

}
