package io.membership.cluster;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.membership.SafeText;
import org.jspecify.annotations.Nullable;

/**
 * A query to the cluster. Immutable.
 *
 * @param name its name; names that begin with {@value #INTERNAL_PREFIX} are reserved for
 * Serf
 * @param payload its payload
 * @param nodes names of the members that should answer; empty for all
 * @param tags tags that a member must have to answer: an RE2 expression for each name,
 * which matches anywhere in the value; a missing tag counts as empty
 * @param ack whether each matching member acknowledges at once
 * @param relayFactor number of other members over which each answer is also sent, 0 to
 * 255
 * @param timeout how long answers are accepted; {@code null} for a time that grows with
 * the cluster, see {@link Cluster#defaultQueryTimeout()}
 */
public record QueryRequest(String name, byte[] payload, List<String> nodes, Map<String, String> tags, boolean ack,
		int relayFactor, @Nullable Duration timeout) {

	/** Prefix of the names of the queries that Serf sends itself. */
	public static final String INTERNAL_PREFIX = "_serf_";

	/** Copies the mutable values. */
	public QueryRequest {
		payload = payload.clone();
		nodes = List.copyOf(nodes);
		tags = Map.copyOf(tags);
	}

	/**
	 * Creates a query to all members, without acks and with the default time-out.
	 * @param name its name
	 * @param payload its payload
	 * @return the query
	 */
	public static QueryRequest of(String name, byte[] payload) {
		return new QueryRequest(name, payload, List.of(), Map.of(), false, 0, null);
	}

	/**
	 * Returns a copy for some members only.
	 * @param names their names
	 * @return the copy
	 */
	public QueryRequest toNodes(List<String> names) {
		return new QueryRequest(this.name, this.payload, names, this.tags, this.ack, this.relayFactor, this.timeout);
	}

	/**
	 * Returns a copy for members with certain tags only.
	 * @param expressions an expression for each tag name
	 * @return the copy
	 */
	public QueryRequest toTags(Map<String, String> expressions) {
		return new QueryRequest(this.name, this.payload, this.nodes, expressions, this.ack, this.relayFactor,
				this.timeout);
	}

	/**
	 * Returns a copy with or without acks.
	 * @param wanted whether members acknowledge the query
	 * @return the copy
	 */
	public QueryRequest withAck(boolean wanted) {
		return new QueryRequest(this.name, this.payload, this.nodes, this.tags, wanted, this.relayFactor, this.timeout);
	}

	/**
	 * Returns a copy with relayed answers.
	 * @param factor number of other members over which each answer is also sent
	 * @return the copy
	 */
	public QueryRequest withRelayFactor(int factor) {
		return new QueryRequest(this.name, this.payload, this.nodes, this.tags, this.ack, factor, this.timeout);
	}

	/**
	 * Returns a copy with another time-out.
	 * @param limit how long answers are accepted; {@code null} for the default
	 * @return the copy
	 */
	public QueryRequest withTimeout(@Nullable Duration limit) {
		return new QueryRequest(this.name, this.payload, this.nodes, this.tags, this.ack, this.relayFactor, limit);
	}

	@Override
	public byte[] payload() {
		return this.payload.clone();
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof QueryRequest that && this.name.equals(that.name)
				&& Arrays.equals(this.payload, that.payload) && this.nodes.equals(that.nodes)
				&& this.tags.equals(that.tags) && this.ack == that.ack && this.relayFactor == that.relayFactor
				&& Objects.equals(this.timeout, that.timeout);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.name, Arrays.hashCode(this.payload), this.nodes, this.tags, this.ack, this.relayFactor,
				this.timeout);
	}

	@Override
	public String toString() {
		return "QueryRequest[" + SafeText.of(this.name) + ", " + this.payload.length + " bytes]";
	}

}
