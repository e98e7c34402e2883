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
 * Joins a cluster, and declares failed members left. Not accessible unless
 * {@code management.endpoint.clustermembers.access} says {@code unrestricted}.
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
	 * Joins through known addresses.
	 * @param addresses the addresses, as {@code membership.join} takes them,
	 * comma-separated in a body
	 * @param replay whether user events from before the join are wanted
	 * @param cluster which of the application's clusters; {@code null} for the primary
	 * @return 200 with how many were reached, also if there were none
	 */
	@WriteOperation
	@RegisterReflectionForBinding({ Joined.class, ErrorDescriptor.class })
	public WebEndpointResponse<OperationResponseBody> join(List<String> addresses, @Nullable Boolean replay,
			@Nullable String cluster) {
		return Answers.orBadRequest(() -> {
			if (addresses.isEmpty()) {
				throw new BadRequestException("There is no address to join.", List.of());
			}
			JoinResult result = Waiting.of(
					ClusterChoice.of(this.clusters, cluster).join(addresses, !Boolean.TRUE.equals(replay)),
					"The addresses could not be joined");
			return new Joined(result.reached(), result.failures());
		});
	}

	/**
	 * Declares a failed member left, everywhere, so that nobody tries to reach it any
	 * more.
	 * @param prune whether it is also forgotten at once, everywhere
	 * @param cluster which of the application's clusters; {@code null} for the primary
	 * @param name its name, in parts if it contains slashes
	 * @return 204 if that was gossiped, 404 if it is not known, 409 if it is present, 504
	 * if it could not be gossiped in time
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
				return new WebEndpointResponse<>(new ErrorDescriptor("It could not be gossiped in time.", List.of()),
						GATEWAY_TIMEOUT);
			}
			throw ex;
		}
		return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NO_CONTENT);
	}

	/**
	 * Who was reached.
	 *
	 * @param reached how many were
	 * @param failures why others were not, by address
	 */
	public record Joined(int reached, Map<String, String> failures) implements OperationResponseBody {

	}

}
