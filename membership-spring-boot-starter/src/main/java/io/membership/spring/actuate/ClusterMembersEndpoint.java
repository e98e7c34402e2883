package io.membership.spring.actuate;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterMember;
import io.membership.gossip.JoinResult;
import io.membership.spring.Clusters;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.Selector.Match;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;

/**
 * Joins a cluster, and declares failed members left. Not accessible unless {@code
 * management.endpoint.clustermembers.access} is {@code unrestricted}.
 */
@WebEndpoint(id = "clustermembers", defaultAccess = Access.NONE)
public final class ClusterMembersEndpoint {

	private static final int CONFLICT = 409;

	private static final int GATEWAY_TIMEOUT = 504;

	private final Clusters clusters;

	/**
	 * Creates the endpoint.
	 * @param clusters the application's clusters
	 */
	public ClusterMembersEndpoint(Clusters clusters) {
		this.clusters = clusters;
	}

	/**
	 * Joins the cluster through known addresses.
	 * @param addresses the addresses, in the format of {@code membership.join},
	 * comma-separated in a body
	 * @param replay whether to receive user events from before the join
	 * @param cluster name of the cluster within the application; {@code null} for the
	 * primary one
	 * @return 200 with the number of members reached, even if it is zero
	 */
	@WriteOperation
	@RegisterReflectionForBinding({ Joined.class, ErrorDescriptor.class })
	public WebEndpointResponse<OperationResponseBody> join(List<String> addresses, @Nullable Boolean replay,
			@Nullable String cluster) {
		return Answers.orBadRequest(() -> {
			if (addresses.isEmpty()) {
				throw new BadRequestException("No address to join is given.", List.of());
			}
			JoinResult result = Waiting.of(
					ClusterChoice.of(this.clusters, cluster).join(addresses, !Boolean.TRUE.equals(replay)),
					"The addresses could not be joined");
			return new Joined(result.reached(), result.failures());
		});
	}

	/**
	 * Declares a failed member left in the whole cluster, so that no member tries to
	 * reconnect to it.
	 * @param prune whether all members also forget it at once
	 * @param cluster name of the cluster within the application; {@code null} for the
	 * primary one
	 * @param name its name, in parts if it contains slashes
	 * @return 204 if the intent was gossiped, 404 if the member is not known, 409 if it
	 * is present, 504 if the intent could not be gossiped in time
	 */
	@DeleteOperation
	public WebEndpointResponse<OperationResponseBody> forceLeave(@Nullable Boolean prune, @Nullable String cluster,
			@Selector(match = Match.ALL_REMAINING) String... name) {
		Cluster chosen = ClusterChoice.of(this.clusters, cluster);
		ClusterMember member = chosen.member(String.join("/", name)).orElse(null);
		if (member == null) {
			return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
		}
		if (member.state().isPresent()) {
			return new WebEndpointResponse<>(
					new ErrorDescriptor("The member is " + member.state().text() + " and would refute.", List.of()),
					CONFLICT);
		}
		try {
			Waiting.of(chosen.forceLeave(member.name(), Boolean.TRUE.equals(prune)), "The member was not removed");
		}
		catch (IllegalStateException ex) {
			if (ex.getCause() != null && (ex.getCause() instanceof TimeoutException
					|| ex.getCause().getCause() instanceof TimeoutException)) {
				return new WebEndpointResponse<>(
						new ErrorDescriptor("The removal could not be gossiped in time.", List.of()), GATEWAY_TIMEOUT);
			}
			throw ex;
		}
		return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NO_CONTENT);
	}

	/**
	 * The result of a join.
	 *
	 * @param reached number of members reached
	 * @param failures reasons of failures, by address
	 */
	public record Joined(int reached, Map<String, String> failures) implements OperationResponseBody {

	}

}
