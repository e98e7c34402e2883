package io.membership.spring.actuate;

import java.util.List;

import io.membership.Internal;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/** Maps the outcomes of {@link ClusterServicesEndpoint} to HTTP statuses. */
@Internal
@EndpointWebExtension(endpoint = ClusterServicesEndpoint.class)
@RegisterReflectionForBinding({ ClusterServicesDescriptor.class, ErrorDescriptor.class })
public final class ClusterServicesEndpointWebExtension {

	private final ClusterServicesEndpoint endpoint;

	/**
	 * Creates the extension.
	 * @param endpoint the endpoint
	 */
	public ClusterServicesEndpointWebExtension(ClusterServicesEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	/**
	 * Registers a service of this member.
	 * @param view {@code local}
	 * @param id id of the service
	 * @param name name of the service; the id if {@code null}
	 * @param address host name or IP address; that of the member if {@code null}
	 * @param port its port
	 * @param tags labels of the instance; {@code null} for none
	 * @param metadata entries of the form {@code key=value}; {@code null} for none
	 * @return 204 if it was registered, 400 with the reason if it cannot be, 404 if there
	 * is no such view
	 */
	@WriteOperation
	public WebEndpointResponse<OperationResponseBody> register(@Selector String view, @Selector String id,
			@Nullable String name, @Nullable String address, int port, @Nullable List<String> tags,
			@Nullable List<String> metadata) {
		return Answers.respond(() -> found(this.endpoint.register(view, id, name, address, port, tags, metadata)));
	}

	/**
	 * Deregisters a service of this member.
	 * @param view {@code local}
	 * @param id id of the service
	 * @return 204 if it was deregistered, 404 if there is no such service
	 */
	@DeleteOperation
	public WebEndpointResponse<OperationResponseBody> deregister(@Selector String view, @Selector String id) {
		return found(this.endpoint.deregister(view, id));
	}

	private static WebEndpointResponse<OperationResponseBody> found(boolean found) {
		return new WebEndpointResponse<>(
				found ? WebEndpointResponse.STATUS_NO_CONTENT : WebEndpointResponse.STATUS_NOT_FOUND);
	}

}
