package io.membership.spring.event;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.membership.SafeText;
import io.membership.cluster.Cluster;
import io.membership.cluster.ReceivedQuery;
import org.jspecify.annotations.Nullable;

/**
 * Published when this member receives a query. If several listeners answer, only the
 * first answer counts. Name, payload and source come from the network and are untrusted.
 */
public final class QueryEvent extends ClusterApplicationEvent {

	private final ReceivedQuery query;

	/**
	 * Creates the event.
	 * @param source the local member
	 * @param clusterName name of the cluster within the application
	 * @param query the query
	 */
	public QueryEvent(Cluster source, String clusterName, ReceivedQuery query) {
		super(source, clusterName);
		this.query = query;
	}

	/**
	 * Returns the name of the query.
	 * @return the name, untrusted text
	 */
	public String getName() {
		return this.query.name();
	}

	/**
	 * Returns the payload.
	 * @return a copy of the bytes
	 */
	public byte[] getPayload() {
		return this.query.payload();
	}

	/**
	 * Returns the payload as text.
	 * @return the bytes decoded as UTF-8, malformed bytes replaced; untrusted text
	 */
	public String getText() {
		return new String(this.query.payload(), StandardCharsets.UTF_8);
	}

	/**
	 * Returns the name of the sender.
	 * @return the name of a member, untrusted text; empty if the sender speaks an old
	 * protocol version
	 */
	public String getSourceMember() {
		return this.query.source();
	}

	/**
	 * Returns the time for which an answer is still accepted.
	 * @return the time left; zero after the deadline
	 */
	public Duration getRemaining() {
		return this.query.remaining();
	}

	/**
	 * Returns the Lamport time of the query.
	 * @return the Lamport time, unsigned
	 */
	public long getLamportTime() {
		return this.query.time();
	}

	/**
	 * Answers the query. Only the first answer counts.
	 * @param answer the answer
	 * @return completes when the answer was sent; fails with an
	 * {@link IllegalStateException} after the deadline or if the query was answered
	 * already, and with an {@link IllegalArgumentException} if the answer is too large,
	 * after which another attempt is possible
	 */
	public CompletableFuture<@Nullable Void> respond(byte[] answer) {
		return this.query.respond(answer);
	}

	/**
	 * Answers the query with text. Only the first answer counts.
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
