package io.membership.spring.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.membership.catalog.AgentService;
import io.membership.catalog.CheckResult;
import io.membership.catalog.ServiceDefinition;
import io.membership.catalog.ServiceDiscovery;
import io.membership.catalog.StateSyncer;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * The services of this member, as its agent has them, and how far the catalogs agree.
 *
 * @param services the services, by id
 * @param outOfSync how many entries a catalog does not hold as they are here
 * @param lastFullSync how long ago the last full sync succeeded; {@code null} if none has
 * @param syncers who brings the services to which catalog
 */
public record AgentDescriptor(List<LocalService> services, long outOfSync, @Nullable Duration lastFullSync,
		List<Syncer> syncers) implements OperationResponseBody {

	static AgentDescriptor of(ServiceDiscovery services, boolean passing) {
		List<LocalService> local = services.agent()
			.services()
			.stream()
			.map(LocalService::of)
			.filter((service) -> !passing || service.status().equals("passing"))
			.toList();
		return new AgentDescriptor(local, services.metrics().outOfSync(), services.metrics().lastFullSyncAge(),
				services.syncers().stream().map(Syncer::of).toList());
	}

	/**
	 * A service of this member.
	 *
	 * @param id identifies it among the services of this member
	 * @param name name of the service
	 * @param address host name or IP address; empty for that of the member
	 * @param port its port
	 * @param tags words that tell instances apart
	 * @param metadata more about it
	 * @param status passing, warning or critical: the worst of what the application and
	 * the checks say
	 * @param inSync whether every catalog holds it as it is here
	 * @param checks the checks
	 */
	public record LocalService(String id, String name, String address, int port, List<String> tags,
			Map<String, String> metadata, String status, boolean inSync, List<Check> checks) {

		static LocalService of(AgentService local) {
			ServiceDefinition service = local.service();
			return new LocalService(service.id(), service.name(), service.address(), service.port(), service.tags(),
					service.metadata(), local.health().text(), local.inSync(),
					local.checks().stream().map(Check::of).toList());
		}

	}

	/**
	 * What a check last said.
	 *
	 * @param id identifies the check
	 * @param status passing, warning or critical
	 * @param output a few words about it
	 * @param since since when it says so
	 */
	public record Check(String id, String status, String output, Instant since) {

		static Check of(CheckResult result) {
			return new Check(result.id(), result.status().text(), result.output(), result.since());
		}

	}

	/**
	 * Brings the services of this member to a catalog.
	 *
	 * @param catalog name of the catalog
	 * @param state what it is at: full, retry_full, partial or stopped
	 * @param paused whether it is paused
	 */
	public record Syncer(String catalog, String state, boolean paused) {

		static Syncer of(StateSyncer syncer) {
			return new Syncer(syncer.backend(), syncer.state().name().toLowerCase(Locale.ROOT), syncer.isPaused());
		}

	}

}
