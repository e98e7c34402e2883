package io.membership.spring.actuate;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import io.membership.cluster.Cluster;
import io.membership.cluster.QueryRequest;
import io.membership.cluster.QueryResult;
import io.membership.spring.ClusterTemplate;
import io.membership.spring.Clusters;
import io.membership.spring.Payloads;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;

/**
 * Sends queries. Not accessible unless {@code management.endpoint.clusterqueries.access}
 * is {@code unrestricted}.
 */
@WebEndpoint(id = "clusterqueries", defaultAccess = Access.NONE)
public final class ClusterQueriesEndpoint {

	/** A request must not hold a thread for longer. */
	private static final Duration LONGEST = Duration.ofSeconds(60);

	private static final Payloads BYTES = new Payloads(null);

	private final Clusters clusters;

	/**
	 * Creates the endpoint.
	 * @param clusters the application's clusters
	 */
	public ClusterQueriesEndpoint(Clusters clusters) {
		this.clusters = clusters;
	}

	/**
	 * Sends a query, and waits for the answers until the deadline.
	 * @param name name of the query; names that begin with {@code _serf_} are refused
	 * @param payload its payload, as text
	 * @param nodes names of the members that should answer, comma-separated in a body;
	 * {@code null} for all
	 * @param tags tags that a member must have to answer, each as {@code
	 * name=expression}, comma-separated in a body
	 * @param ack whether each matching member acknowledges
	 * @param relayFactor number of other members over which each answer is also sent
	 * @param timeout how long answers are accepted, up to a minute; {@code null} for a
	 * time that grows with the cluster
	 * @param cluster name of the cluster within the application; {@code null} for the
	 * primary one
	 * @return 200 with the answers, 400 if the query cannot be sent
	 */
	@WriteOperation
	@RegisterReflectionForBinding({ Answered.class, ErrorDescriptor.class })
	public WebEndpointResponse<OperationResponseBody> query(String name, @Nullable String payload,
			@Nullable List<String> nodes, @Nullable List<String> tags, @Nullable Boolean ack,
			@Nullable Integer relayFactor, @Nullable Duration timeout, @Nullable String cluster) {
		return Answers.orBadRequest(() -> {
			Cluster chosen = ClusterChoice.of(this.clusters, cluster);
			if (name.startsWith(QueryRequest.INTERNAL_PREFIX)) {
				throw new BadRequestException(
						"Names that begin with " + QueryRequest.INTERNAL_PREFIX + " are Serf's own.", List.of());
			}
			Duration limit = (timeout != null) ? timeout : chosen.defaultQueryTimeout();
			if (limit.isNegative() || limit.isZero() || limit.compareTo(LONGEST) > 0) {
				throw new BadRequestException("The timeout must be positive and at most " + LONGEST.toSeconds() + "s.",
						List.of());
			}
			QueryRequest request = QueryRequest
				.of(name, ((payload != null) ? payload : "").getBytes(StandardCharsets.UTF_8))
				.toNodes((nodes != null) ? nodes : List.of())
				.toTags(TagFilter.parse(tags))
				.withAck(Boolean.TRUE.equals(ack))
				.withRelayFactor((relayFactor != null) ? relayFactor : 0)
				.withTimeout(limit);
			return Answered.of(new ClusterTemplate(chosen, BYTES).query(request));
		});
	}

	/**
	 * The replies to a query.
	 *
	 * @param acks names of the members that acknowledged
	 * @param answers the answers
	 */
	public record Answered(List<String> acks, List<Answer> answers) implements OperationResponseBody {

		static Answered of(QueryResult result) {
			return new Answered(result.acks(), result.answers().stream().map((answer) -> {
				PayloadText payload = PayloadText.of(answer.payload());
				return new Answer(answer.from(), payload.text(), payload.encoding());
			}).toList());
		}

	}

	/**
	 * The answer of a member.
	 *
	 * @param from its name, untrusted text
	 * @param payload its answer, untrusted text
	 * @param encoding {@code text}, or {@code base64} for an answer that is not UTF-8
	 */
	public record Answer(String from, String payload, String encoding) {

	}

}
