package io.membership.spring.actuate;

import java.util.List;

import io.membership.spring.actuate.ClusterEndpoint.ForgetDescriptor;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.Selector.Match;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/** Gives the outcomes of {@link ClusterEndpoint} their HTTP statuses. */
@EndpointWebExtension(endpoint = ClusterEndpoint.class)
public final class ClusterEndpointWebExtension {

	private static final int CONFLICT = 409;

	private final ClusterEndpoint endpoint;

	/**
	 * Creates the extension.
	 * @param endpoint the endpoint
	 */
	public ClusterEndpointWebExtension(ClusterEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	/**
	 * A cluster.
	 * @param status which members to list, by status; {@code null} for all
	 * @param tag which members to list, by tags, each as {@code name=value}; {@code null}
	 * for all
	 * @param cluster which of the application's clusters; {@code null} for the primary
	 * @return 200 with the cluster, or 400 with what would have been right
	 */
	@ReadOperation
	@RegisterReflectionForBinding(ErrorDescriptor.class)
	public WebEndpointResponse<OperationResponseBody> cluster(@Nullable List<String> status, @Nullable List<String> tag,
			@Nullable String cluster) {
		return Answers.orBadRequest(() -> this.endpoint.cluster(status, tag, cluster));
	}

	/**
	 * Forgets a failed or left member at once.
	 * @param cluster which of the application's clusters; {@code null} for the primary
	 * @param name its name, in parts if it contains slashes
	 * @return 204 if it was forgotten, 404 if it is not known, 409 with the reason if it
	 * is a member at present
	 */
	@DeleteOperation
	public WebEndpointResponse<ForgetDescriptor> forget(@Nullable String cluster,
			@Selector(match = Match.ALL_REMAINING) String... name) {
		ForgetDescriptor result = this.endpoint.forget(cluster, name);
		return switch (result.outcome()) {
			case FORGOTTEN -> new WebEndpointResponse<>(WebEndpointResponse.STATUS_NO_CONTENT);
			case UNKNOWN -> new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
			case REFUSED -> new WebEndpointResponse<>(result, CONFLICT);
		};
	}

}
