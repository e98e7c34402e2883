package io.membership.cluster;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.membership.SafeText;
import org.jspecify.annotations.Nullable;

/**
 * A question to the cluster. Immutable.
 *
 * @param name its name; names that begin with {@code _serf_} are Serf's own
 * @param payload what is asked
 * @param nodes names of the members that are to answer; empty for all
 * @param tags tags that a member must have to answer: an RE2 expression for each name,
 * which matches anywhere in the value; a tag that is missing counts as empty
 * @param ack whether each member that is asked acknowledges at once
 * @param relayFactor over how many other members each answer is sent as well, 0 to 255
 * @param timeout how long answers are taken; {@code null} for a time that grows with the
 * cluster, see {@link Cluster#defaultQueryTimeout()}
 */
public record QueryRequest(String name, byte[] payload, List<String> nodes, Map<String, String> tags, boolean ack,
		int relayFactor, @Nullable Duration timeout) {

	/** Copies what can be changed. */
	public QueryRequest {
		payload = payload.clone();
		nodes = List.copyOf(nodes);
		tags = Map.copyOf(tags);
	}

	/**
	 * A question to everybody, without acks and with the default time-out.
	 * @param name its name
	 * @param payload what is asked
	 * @return the question
	 */
	public static QueryRequest of(String name, byte[] payload) {
		return new QueryRequest(name, payload, List.of(), Map.of(), false, 0, null);
	}

	/**
	 * The same question, to some members only.
	 * @param names their names
	 * @return the question
	 */
	public QueryRequest toNodes(List<String> names) {
		return new QueryRequest(this.name, this.payload, names, this.tags, this.ack, this.relayFactor, this.timeout);
	}

	/**
	 * The same question, to members with certain tags only.
	 * @param expressions an expression for each name of a tag
	 * @return the question
	 */
	public QueryRequest toTags(Map<String, String> expressions) {
		return new QueryRequest(this.name, this.payload, this.nodes, expressions, this.ack, this.relayFactor,
				this.timeout);
	}

	/**
	 * The same question, with or without acks.
	 * @param wanted whether acks are wanted
	 * @return the question
	 */
	public QueryRequest withAck(boolean wanted) {
		return new QueryRequest(this.name, this.payload, this.nodes, this.tags, wanted, this.relayFactor, this.timeout);
	}

	/**
	 * The same question, with answers relayed.
	 * @param factor over how many other members
	 * @return the question
	 */
	public QueryRequest withRelayFactor(int factor) {
		return new QueryRequest(this.name, this.payload, this.nodes, this.tags, this.ack, factor, this.timeout);
	}

	/**
	 * The same question, with a time-out.
	 * @param limit how long answers are taken; {@code null} for the default
	 * @return the question
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
