package io.membership.spring.event;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.membership.SafeText;
import io.membership.cluster.Cluster;
import io.membership.cluster.ReceivedQuery;
import org.jspecify.annotations.Nullable;

/**
 * This member is asked something. Whoever answers first, answers for it. Name, payload
 * and source come from the network and are untrusted.
 */
public final class QueryEvent extends ClusterApplicationEvent {

	private final ReceivedQuery query;

	/**
	 * Creates the event.
	 * @param source the local member
	 * @param clusterName which of the application's clusters it is
	 * @param query what is asked
	 */
	public QueryEvent(Cluster source, String clusterName, ReceivedQuery query) {
		super(source, clusterName);
		this.query = query;
	}

	/**
	 * What the query is called.
	 * @return the name, untrusted text
	 */
	public String getName() {
		return this.query.name();
	}

	/**
	 * What is asked.
	 * @return a copy of the bytes
	 */
	public byte[] getPayload() {
		return this.query.payload();
	}

	/**
	 * What is asked, as text.
	 * @return the bytes decoded as UTF-8, malformed bytes replaced; untrusted text
	 */
	public String getText() {
		return new String(this.query.payload(), StandardCharsets.UTF_8);
	}

	/**
	 * Who asks.
	 * @return the name of a member, untrusted text; empty for senders that speak an old
	 * protocol
	 */
	public String getSourceMember() {
		return this.query.source();
	}

	/**
	 * How long an answer is still taken.
	 * @return the time left, zero when it is over
	 */
	public Duration getRemaining() {
		return this.query.remaining();
	}

	/**
	 * When it was asked, by the Lamport clock of queries.
	 * @return the Lamport time, unsigned
	 */
	public long getLamportTime() {
		return this.query.time();
	}

	/**
	 * Answers, once.
	 * @param answer the answer
	 * @return completes when it was sent; fails with an {@link IllegalStateException}
	 * after the deadline or when there was an answer already, and with an
	 * {@link IllegalArgumentException} if it is too large, which leaves room for another
	 * attempt
	 */
	public CompletableFuture<@Nullable Void> respond(byte[] answer) {
		return this.query.respond(answer);
	}

	/**
	 * Answers with text, once.
	 * @param answer the answer, sent in UTF-8
	 * @return as {@link #respond(byte[])} does
	 */
	public CompletableFuture<@Nullable Void> respond(String answer) {
		return respond(answer.getBytes(StandardCharsets.UTF_8));
	}

	@Override
	public String toString() {
		return "QueryEvent[" + SafeText.of(getName()) + "]";
	}

}
