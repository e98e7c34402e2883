package io.membership.spring.actuate;

import java.util.List;

import io.membership.Internal;
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

/** Maps the outcomes of {@link ClusterEndpoint} to HTTP statuses. */
@Internal
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
	 * Returns a cluster.
	 * @param status statuses of the members to list; {@code null} for all
	 * @param tag tags of the members to list, each as {@code name=value}; {@code null}
	 * for all
	 * @param cluster name of the cluster within the application; {@code null} for the
	 * primary one
	 * @return 200 with the cluster, or 400 with the valid values
	 */
	@ReadOperation
	@RegisterReflectionForBinding(ErrorDescriptor.class)
	public WebEndpointResponse<OperationResponseBody> cluster(@Nullable List<String> status, @Nullable List<String> tag,
			@Nullable String cluster) {
		return Answers.orBadRequest(() -> this.endpoint.cluster(status, tag, cluster));
	}

	/**
	 * Forgets a failed or left member at once.
	 * @param cluster name of the cluster within the application; {@code null} for the
	 * primary one
	 * @param name its name, in parts if it contains slashes
	 * @return 204 if it was forgotten, 404 if it is not known, 409 with the reason if it
	 * is present
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
