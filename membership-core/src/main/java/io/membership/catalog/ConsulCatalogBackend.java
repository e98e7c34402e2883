package io.membership.catalog;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.membership.SafeText;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the services of a member in a real Consul, through the HTTP API of a Consul
 * agent. The metadata of each service carries the member's name; the backend neither
 * lists nor changes other services of the agent. Each service has one TTL check, which
 * this member feeds; if the member falls silent, Consul marks its services critical.
 * <p>
 * A service without an address gets that of the Consul agent, so each machine should run
 * its own agent, as Consul recommends.
 */
public final class ConsulCatalogBackend implements CatalogBackend {

	private static final String MEMBER = "membership-member";

	private static final String ID = "membership-id";

	private static final int NOT_FOUND = 404;

	private final String member;

	private final ConsulConfig config;

	private final HttpClient client;

	private ConsulCatalogBackend(String member, ConsulConfig config) {
		this.member = member;
		this.config = config;
		this.client = HttpClient.newBuilder()
			.followRedirects(HttpClient.Redirect.NEVER)
			.version(HttpClient.Version.HTTP_1_1)
			.connectTimeout(config.timeout())
			.build();
	}

	/**
	 * Creates the backend.
	 * @param member name of this member
	 * @param config how to reach Consul
	 * @return the backend
	 */
	public static ConsulCatalogBackend create(String member, ConsulConfig config) {
		return new ConsulCatalogBackend(member, config);
	}

	@Override
	public String name() {
		return "consul";
	}

	@Override
	public CompletableFuture<Collection<ServiceEntry>> list() {
		return call("GET", "/v1/agent/services", null).thenCombine(call("GET", "/v1/agent/checks", null),
				(services, checks) -> {
					Map<String, HealthStatus> health = new LinkedHashMap<>();
					Json.members(Json.parse(checks))
						.forEach((id, check) -> health.put(Json.text(check, "CheckID"), status(check)));
					Collection<ServiceEntry> entries = new ArrayList<>();
					Json.members(Json.parse(services)).forEach((id, service) -> {
						if (this.member.equals(Json.text(Json.field(service, "Meta"), MEMBER))) {
							entries.add(entry(service, health.getOrDefault(checkId(id), HealthStatus.CRITICAL)));
						}
					});
					return entries;
				});
	}

	@Override
	public CompletableFuture<@Nullable Void> register(ServiceEntry entry) {
		ServiceDefinition service = entry.service();
		Map<String, String> metadata = new TreeMap<>(service.metadata());
		metadata.put(MEMBER, this.member);
		metadata.put(ID, service.id());
		Map<String, Object> check = new LinkedHashMap<>();
		check.put("CheckID", checkId(consulId(service.id())));
		check.put("Name", "Health reported by the member");
		check.put("TTL", this.config.timeToLive().toSeconds() + "s");
		check.put("Status", entry.health().text());
		if (!this.config.deregisterAfter().isZero()) {
			check.put("DeregisterCriticalServiceAfter", this.config.deregisterAfter().toSeconds() + "s");
		}
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("ID", consulId(service.id()));
		body.put("Name", service.name());
		body.put("Address", service.address());
		body.put("Port", service.port());
		body.put("Tags", service.tags());
		body.put("Meta", metadata);
		body.put("Check", check);
		return call("PUT", "/v1/agent/service/register?replace-existing-checks=true", Json.write(body))
			.thenCompose((done) -> confirm(entry));
	}

	@Override
	public CompletableFuture<@Nullable Void> deregister(String id) {
		return send("PUT", "/v1/agent/service/deregister/" + encode(consulId(id)), null).thenAccept((response) -> {
			// unknown to Consul means deregistered
			if (response.statusCode() != NOT_FOUND) {
				body(response);
			}
		});
	}

	/** Feeds the TTL check of the service. */
	@Override
	public CompletableFuture<@Nullable Void> confirm(ServiceEntry entry) {
		String update = Json.write(Map.of("Status", entry.health().text()));
		return call("PUT", "/v1/agent/check/update/" + encode(checkId(consulId(entry.service().id()))), update)
			.thenAccept((done) -> {
			});
	}

	private static ServiceEntry entry(@Nullable Object service, HealthStatus health) {
		Map<String, String> metadata = new TreeMap<>();
		Json.members(Json.field(service, "Meta")).forEach((key, value) -> metadata.put(key, String.valueOf(value)));
		String id = String.valueOf(metadata.remove(ID));
		metadata.remove(MEMBER);
		List<String> tags = new ArrayList<>();
		Json.elements(Json.field(service, "Tags")).forEach((tag) -> tags.add(String.valueOf(tag)));
		int port = (Json.field(service, "Port") instanceof Number number) ? number.intValue() : 0;
		return new ServiceEntry(new ServiceDefinition(id, Json.text(service, "Service"), Json.text(service, "Address"),
				port, tags, metadata), health);
	}

	private static HealthStatus status(@Nullable Object check) {
		return switch (Json.text(check, "Status").toLowerCase(Locale.ROOT)) {
			case "passing" -> HealthStatus.PASSING;
			case "warning" -> HealthStatus.WARNING;
			default -> HealthStatus.CRITICAL;
		};
	}

	/** Makes ids unique within a Consul agent, which may serve several members. */
	private String consulId(String id) {
		return this.member + ":" + id;
	}

	private static String checkId(String consulId) {
		return "membership:" + consulId;
	}

	private CompletableFuture<String> call(String method, String path, @Nullable String body) {
		return send(method, path, body).thenApply(ConsulCatalogBackend::body);
	}

	private CompletableFuture<HttpResponse<String>> send(String method, String path, @Nullable String body) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base() + path))
			.timeout(this.config.timeout())
			.method(method,
					(body != null) ? HttpRequest.BodyPublishers.ofString(body) : HttpRequest.BodyPublishers.noBody());
		if (body != null) {
			request.header("Content-Type", "application/json");
		}
		String token = this.config.token();
		if (token != null) {
			request.header("X-Consul-Token", token);
		}
		return this.client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	private String base() {
		String url = this.config.url().toString();
		return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
	}

	private static String body(HttpResponse<String> response) {
		if (response.statusCode() / 100 != 2) {
			throw new CompletionException(
					new IOException("Consul answered " + response.statusCode() + ": " + SafeText.of(response.body())));
		}
		return response.body();
	}

	private static String encode(String segment) {
		return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
	}

}
