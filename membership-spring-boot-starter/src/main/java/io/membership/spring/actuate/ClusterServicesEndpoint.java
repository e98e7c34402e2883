package io.membership.spring.actuate;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.membership.SafeText;
import io.membership.catalog.CatalogService;
import io.membership.catalog.ServiceDefinition;
import io.membership.catalog.ServiceDiscovery;
import io.membership.catalog.ServiceRegistration;
import io.membership.spring.actuate.ClusterServicesDescriptor.LocalServiceDescriptor;
import io.membership.spring.actuate.ClusterServicesDescriptor.ServiceDescriptor;
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
 * Shows the services of this member, {@code local}, and those of all members,
 * {@code catalog}; registers and deregisters services of this member. Read-only unless
 * {@code management.endpoint.clusterservices.access} says otherwise; not exposed over
 * HTTP unless {@code management.endpoints.web.exposure.include} names it.
 */
@Endpoint(id = "clusterservices", defaultAccess = Access.READ_ONLY)
public final class ClusterServicesEndpoint {

	/** The view of this member's own services. */
	static final String LOCAL = "local";

	/** The view of all members' services. */
	static final String CATALOG = "catalog";

	private static final Duration LIMIT = Duration.ofSeconds(5);

	private static final String PROBLEM = "The service could not be changed";

	private final ServiceDiscovery services;

	/**
	 * Creates the endpoint.
	 * @param services the services of the local member
	 */
	public ClusterServicesEndpoint(ServiceDiscovery services) {
		this.services = services;
	}

	/**
	 * Returns both views.
	 * @param passing whether to list only passing instances; {@code null} for all
	 * @return the local services and the catalog
	 */
	@ReadOperation
	public ClusterServicesDescriptor services(@Nullable Boolean passing) {
		return ClusterServicesDescriptor.of(this.services, isTrue(passing));
	}

	/**
	 * Returns one view.
	 * @param view {@code local} or {@code catalog}
	 * @param passing whether to list only passing instances; {@code null} for all
	 * @return the view, or {@code null} if there is no such view
	 */
	@ReadOperation
	public @Nullable OperationResponseBody view(@Selector String view, @Nullable Boolean passing) {
		return switch (view) {
			case LOCAL -> ClusterServicesDescriptor.Local.of(this.services, isTrue(passing));
			case CATALOG -> ClusterServicesDescriptor.Catalog.of(this.services.catalog(), isTrue(passing));
			default -> null;
		};
	}

	/**
	 * Returns one service in a view.
	 * @param view {@code local} or {@code catalog}
	 * @param name name of a service in the catalog, or id of a local one
	 * @param passing whether to list only passing instances; {@code null} for all
	 * @return the service, or {@code null} if it is not known
	 */
	@ReadOperation
	public @Nullable OperationResponseBody service(@Selector String view, @Selector String name,
			@Nullable Boolean passing) {
		return switch (view) {
			case LOCAL -> this.services.local().service(name).map(LocalServiceDescriptor::of).orElse(null);
			case CATALOG -> {
				CatalogService service = this.services.catalog().service(name);
				yield service.instances().isEmpty() ? null : ServiceDescriptor.of(service, isTrue(passing));
			}
			default -> null;
		};
	}

	/**
	 * Registers a service of this member, replacing one of the same id.
	 * @param view {@code local}
	 * @param id id of the service
	 * @param name name of the service; the id if {@code null}
	 * @param address host name or IP address; that of the member if {@code null}
	 * @param port its port
	 * @param tags labels of the instance; {@code null} for none
	 * @param metadata entries of the form {@code key=value}; {@code null} for none
	 * @return whether it was registered; {@code false} if there is no such view
	 * @throws InvalidEndpointRequestException if an argument is invalid
	 */
	@WriteOperation
	public boolean register(@Selector String view, @Selector String id, @Nullable String name, @Nullable String address,
			int port, @Nullable List<String> tags, @Nullable List<String> metadata) {
		if (!view.equals(LOCAL)) {
			return false;
		}
		try {
			ServiceDefinition service = new ServiceDefinition(id, (name != null) ? name : id,
					(address != null) ? address : "", port, (tags != null) ? tags : List.of(), map(metadata));
			Waiting.of(this.services.local().register(ServiceRegistration.of(service)), LIMIT, PROBLEM);
			return true;
		}
		catch (IllegalArgumentException ex) {
			throw new BadRequestException(SafeText.of(String.valueOf(ex.getMessage())), List.of());
		}
	}

	/**
	 * Deregisters a service of this member.
	 * @param view {@code local}
	 * @param id id of the service
	 * @return whether there was such a service
	 */
	@DeleteOperation
	public boolean deregister(@Selector String view, @Selector String id) {
		if (!view.equals(LOCAL) || this.services.local().service(id).isEmpty()) {
			return false;
		}
		Waiting.of(this.services.local().deregister(id), LIMIT, PROBLEM);
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

}
