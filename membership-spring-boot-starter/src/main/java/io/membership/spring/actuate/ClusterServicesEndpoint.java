package io.membership.spring.actuate;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.membership.SafeText;
import io.membership.catalog.AgentService;
import io.membership.catalog.ServiceDefinition;
import io.membership.catalog.ServiceDiscovery;
import io.membership.catalog.ServiceRegistration;
import io.membership.catalog.ServiceView;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * Shows the services of this member, {@code agent}, and those of all members,
 * {@code catalog}; registers and deregisters services of this member. Read-only unless
 * {@code management.endpoint.clusterservices.access} says otherwise; not exposed over
 * HTTP unless {@code management.endpoints.web.exposure.include} names it.
 */
@Endpoint(id = "clusterservices", defaultAccess = Access.READ_ONLY)
public final class ClusterServicesEndpoint {

	/** The view of this member's own services. */
	static final String AGENT = "agent";

	/** The view of all members' services. */
	static final String CATALOG = "catalog";

	private static final long CHANGE_SECONDS = 5;

	private final ServiceDiscovery services;

	/**
	 * Creates the endpoint.
	 * @param services the services of the local member
	 */
	public ClusterServicesEndpoint(ServiceDiscovery services) {
		this.services = services;
	}

	/**
	 * Both views.
	 * @param passing whether only passing instances are wanted; {@code null} for all
	 * @return the agent's view and that of the catalog
	 */
	@ReadOperation
	public ClusterServicesDescriptor services(@Nullable Boolean passing) {
		return new ClusterServicesDescriptor(AgentDescriptor.of(this.services, isTrue(passing)),
				CatalogDescriptor.of(this.services.catalog(), isTrue(passing)));
	}

	/**
	 * One view.
	 * @param view {@code agent} or {@code catalog}
	 * @param passing whether only passing instances are wanted; {@code null} for all
	 * @return the view, or {@code null} if there is no such view
	 */
	@ReadOperation
	public @Nullable OperationResponseBody view(@Selector String view, @Nullable Boolean passing) {
		return switch (view) {
			case AGENT -> AgentDescriptor.of(this.services, isTrue(passing));
			case CATALOG -> CatalogDescriptor.of(this.services.catalog(), isTrue(passing));
			default -> null;
		};
	}

	/**
	 * One service in a view.
	 * @param view {@code agent} or {@code catalog}
	 * @param name name of a service in the catalog, or id of one of the agent
	 * @param passing whether only passing instances are wanted; {@code null} for all
	 * @return the service, or {@code null} if it is not known
	 */
	@ReadOperation
	public @Nullable Object service(@Selector String view, @Selector String name, @Nullable Boolean passing) {
		if (view.equals(CATALOG)) {
			ServiceView service = this.services.catalog().service(name);
			return service.instances().isEmpty() ? null : ServiceDescriptor.of(service, isTrue(passing));
		}
		Optional<AgentService> local = view.equals(AGENT) ? this.services.agent().service(name) : Optional.empty();
		return local.map(AgentDescriptor.LocalService::of).orElse(null);
	}

	/**
	 * Registers a service of this member, replacing one of the same id.
	 * @param view {@code agent}
	 * @param id id of the service
	 * @param name name of the service; the id if {@code null}
	 * @param address host name or IP address; that of the member if {@code null}
	 * @param port its port
	 * @param tags words that tell instances apart; {@code null} for none
	 * @param metadata more about it, each as {@code key=value}; {@code null} for none
	 * @return whether it was registered, which it was not if there is no such view
	 * @throws InvalidEndpointRequestException if it cannot be registered like this
	 */
	@WriteOperation
	public boolean register(@Selector String view, @Selector String id, @Nullable String name, @Nullable String address,
			int port, @Nullable List<String> tags, @Nullable List<String> metadata) {
		if (!view.equals(AGENT)) {
			return false;
		}
		try {
			ServiceDefinition service = new ServiceDefinition(id, (name != null) ? name : id,
					(address != null) ? address : "", port, (tags != null) ? tags : List.of(), map(metadata));
			await(this.services.agent().register(ServiceRegistration.of(service)));
			return true;
		}
		catch (IllegalArgumentException ex) {
			String reason = String.valueOf(ex.getMessage());
			throw new InvalidEndpointRequestException(reason, reason);
		}
	}

	/**
	 * Deregisters a service of this member.
	 * @param view {@code agent}
	 * @param id id of the service
	 * @return whether there was such a service
	 */
	@DeleteOperation
	public boolean deregister(@Selector String view, @Selector String id) {
		if (!view.equals(AGENT) || this.services.agent().service(id).isEmpty()) {
			return false;
		}
		await(this.services.agent().deregister(id));
		return true;
	}

	private static boolean isTrue(@Nullable Boolean value) {
		return Boolean.TRUE.equals(value);
	}

	private static Map<String, String> map(@Nullable List<String> metadata) {
		Map<String, String> map = new TreeMap<>();
		for (String entry : (metadata != null) ? metadata : List.<String>of()) {
			int equals = entry.indexOf('=');
			if (equals < 1) {
				throw new IllegalArgumentException("'" + SafeText.of(entry) + "' is not of the form key=value");
			}
			map.put(entry.substring(0, equals).strip(), entry.substring(equals + 1).strip());
		}
		return map;
	}

	private static void await(CompletableFuture<?> change) {
		try {
			change.get(CHANGE_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while changing a service", ex);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof IllegalArgumentException invalid) {
				throw invalid;
			}
			throw new IllegalStateException("The service could not be changed", ex);
		}
		catch (TimeoutException ex) {
			throw new IllegalStateException("The service could not be changed in time", ex);
		}
	}

}
