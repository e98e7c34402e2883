package io.membership.cluster;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * A query that this member is asked. Thread-safe.
 */
public interface ReceivedQuery {

	/**
	 * The Lamport time of the query.
	 * @return the time, unsigned
	 */
	long time();

	/**
	 * The number that its sender has given it.
	 * @return the number, unsigned
	 */
	int id();

	/**
	 * What the query is called.
	 * @return the name, untrusted text
	 */
	String name();

	/**
	 * What is asked.
	 * @return a copy of the payload
	 */
	byte[] payload();

	/**
	 * Who asks; empty for senders that speak an old protocol.
	 * @return the name of a member, untrusted text
	 */
	String source();

	/**
	 * How long an answer is still taken.
	 * @return the time left, zero when it is over
	 */
	Duration remaining();

	/**
	 * Answers, once.
	 * @param payload the answer
	 * @return completes when it was sent; fails with an {@link IllegalStateException}
	 * after the deadline or when there was an answer already, and with an
	 * {@link IllegalArgumentException} if it is too large, which leaves room for another
	 * attempt
	 */
	CompletableFuture<@Nullable Void> respond(byte[] payload);

}
