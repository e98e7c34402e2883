package io.membership.spring.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.membership.catalog.CatalogInstance;
import io.membership.catalog.CatalogService;
import io.membership.catalog.CheckResult;
import io.membership.catalog.HealthStatus;
import io.membership.catalog.LocalService;
import io.membership.catalog.ServiceCatalog;
import io.membership.catalog.ServiceDefinition;
import io.membership.catalog.ServiceDiscovery;
import io.membership.catalog.StateSyncer;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Both views of service discovery.
 *
 * @param local the services of this member
 * @param catalog the services of all members, in this member's catalog
 */
public record ClusterServicesDescriptor(Local local, Catalog catalog) implements OperationResponseBody {

	static ClusterServicesDescriptor of(ServiceDiscovery services, boolean passing) {
		return new ClusterServicesDescriptor(Local.of(services, passing), Catalog.of(services.catalog(), passing));
	}

	/**
	 * The services of this member and the state of their syncs.
	 *
	 * @param services the services, by id
	 * @param outOfSync number of services whose current version a catalog does not hold
	 * @param lastFullSync time since the last successful full sync; {@code null} if none
	 * has succeeded
	 * @param syncers the syncers, one for each catalog
	 */
	public record Local(List<LocalServiceDescriptor> services, long outOfSync, @Nullable Duration lastFullSync,
			List<SyncerDescriptor> syncers) implements OperationResponseBody {

		static Local of(ServiceDiscovery services, boolean passing) {
			return new Local(
					services.local()
						.services()
						.stream()
						.filter((service) -> !passing || service.health() == HealthStatus.PASSING)
						.map(LocalServiceDescriptor::of)
						.toList(),
					services.metrics().outOfSync(), services.metrics().lastFullSyncAge(),
					services.syncers().stream().map(SyncerDescriptor::of).toList());
		}

	}

	/**
	 * A service of this member.
	 *
	 * @param id identifies it among the services of this member
	 * @param name name of the service
	 * @param address host name or IP address; empty for that of the member
	 * @param port its port
	 * @param tags labels of the instance
	 * @param metadata further attributes by name
	 * @param status passing, warning or critical: the worst of the application's setting
	 * and all checks
	 * @param inSync whether every catalog holds the current version
	 * @param checks the checks
	 */
	public record LocalServiceDescriptor(String id, String name, String address, int port, List<String> tags,
			Map<String, String> metadata, String status, boolean inSync,
			List<CheckDescriptor> checks) implements OperationResponseBody {

		static LocalServiceDescriptor of(LocalService local) {
			ServiceDefinition service = local.service();
			return new LocalServiceDescriptor(service.id(), service.name(), service.address(), service.port(),
					service.tags(), service.metadata(), local.health().text(), local.inSync(),
					local.checks().stream().map(CheckDescriptor::of).toList());
		}

	}

	/**
	 * The latest result of a check.
	 *
	 * @param id identifies the check
	 * @param status passing, warning or critical
	 * @param output a short description
	 * @param since time of the last change of the status
	 */
	public record CheckDescriptor(String id, String status, String output, Instant since) {

		static CheckDescriptor of(CheckResult result) {
			return new CheckDescriptor(result.id(), result.status().text(), result.output(), result.since());
		}

	}

	/**
	 * The syncer that copies the services of this member to a catalog.
	 *
	 * @param catalog name of the catalog
	 * @param state the current state: full, retry_full, partial or stopped
	 * @param paused whether it is paused
	 */
	public record SyncerDescriptor(String catalog, String state, boolean paused) {

		static SyncerDescriptor of(StateSyncer syncer) {
			return new SyncerDescriptor(syncer.backend(), syncer.state().name().toLowerCase(Locale.ROOT),
					syncer.isPaused());
		}

	}

	/**
	 * The services of all members, in this member's catalog.
	 *
	 * @param stale whether this member's view may be outdated
	 * @param services the services, by name
	 */
	public record Catalog(boolean stale, List<ServiceDescriptor> services) implements OperationResponseBody {

		static Catalog of(ServiceCatalog catalog, boolean passing) {
			return new Catalog(catalog.isStale(),
					catalog.services()
						.stream()
						.map((name) -> ServiceDescriptor.of(catalog.service(name), passing))
						.toList());
		}

	}

	/**
	 * A service in the catalog.
	 *
	 * @param name its name
	 * @param stale whether this is the last known list, at least in part
	 * @param instances its instances
	 */
	public record ServiceDescriptor(String name, boolean stale,
			List<InstanceDescriptor> instances) implements OperationResponseBody {

		static ServiceDescriptor of(CatalogService service, boolean passing) {
			return new ServiceDescriptor(service.name(), service.stale(),
					(passing ? service.passing() : service.instances()).stream().map(InstanceDescriptor::of).toList());
		}

	}

	/**
	 * An instance of a service in the catalog.
	 *
	 * @param member name of the member that runs it
	 * @param id identifies it among the services of its member
	 * @param address host name or IP address
	 * @param port its port
	 * @param tags labels of the instance
	 * @param metadata further attributes by name
	 * @param status passing, warning or critical
	 * @param stale whether its member has failed and this is its last known state
	 */
	public record InstanceDescriptor(String member, String id, String address, int port, List<String> tags,
			Map<String, String> metadata, String status, boolean stale) {

		static InstanceDescriptor of(CatalogInstance instance) {
			ServiceDefinition service = instance.service();
			return new InstanceDescriptor(instance.member(), service.id(), service.address(), service.port(),
					service.tags(), service.metadata(), instance.health().text(), instance.stale());
		}

	}

}
