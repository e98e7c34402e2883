package io.membership.catalog;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.membership.testing.Eventually.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The backend against a server that speaks as much of Consul's agent API as it uses. */
class ConsulCatalogBackendTests {

	private final Map<String, Map<String, Object>> services = new ConcurrentHashMap<>();

	private final Map<String, Map<String, Object>> checks = new ConcurrentHashMap<>();

	private final List<String> calls = new CopyOnWriteArrayList<>();

	private final List<String> tokens = new CopyOnWriteArrayList<>();

	private HttpServer server;

	private ConsulCatalogBackend backend;

	private volatile int refusal;

	@BeforeEach
	void start() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/v1/agent/", this::answer);
		this.server.start();
		this.backend = ConsulCatalogBackend.create("one",
				ConsulConfig.of(URI.create("http://127.0.0.1:" + this.server.getAddress().getPort() + "/"))
					.withToken("s3cret"));
	}

	@AfterEach
	void stop() {
		this.server.stop(0);
	}

	@Test
	void whatIsRegisteredIsListedAsItWas() throws Exception {
		ServiceEntry entry = new ServiceEntry(
				new ServiceDefinition("web:1", "wéb \"x\"", "10.0.0.1", 8080, List.of("a", "b\n"), Map.of("zone", "ü")),
				HealthStatus.WARNING);
		await(this.backend.register(entry));
		assertThat(await(this.backend.list())).containsExactly(entry);
		assertThat(this.calls).contains("PUT /v1/agent/service/register?replace-existing-checks=true",
				"PUT /v1/agent/check/update/membership%3Aone%3Aweb%3A1");
		assertThat(this.tokens).containsOnly("s3cret");
	}

	@Test
	void aServiceThatBelongsToNobodyOrToAnotherMemberIsNotListed() throws Exception {
		ConsulCatalogBackend other = ConsulCatalogBackend.create("two",
				ConsulConfig.of(URI.create("http://127.0.0.1:" + this.server.getAddress().getPort())));
		await(other.register(entry("web", HealthStatus.PASSING)));
		this.services.put("db", new LinkedHashMap<>(Map.of("ID", "db", "Service", "db", "Port", 5432)));
		assertThat(await(this.backend.list())).isEmpty();
		assertThat(await(other.list())).hasSize(1);
	}

	@Test
	void aServiceThatIsDeregisteredIsGoneAndOneThatIsUnknownIsNoFailure() throws Exception {
		await(this.backend.register(entry("web", HealthStatus.PASSING)));
		await(this.backend.deregister("web"));
		assertThat(this.services).isEmpty();
		await(this.backend.deregister("web"));
	}

	@Test
	void theCheckIsFedAndSaysHowHealthyTheServiceIs() throws Exception {
		await(this.backend.register(entry("web", HealthStatus.PASSING)));
		await(this.backend.confirm(entry("web", HealthStatus.CRITICAL)));
		Collection<ServiceEntry> listed = await(this.backend.list());
		assertThat(listed).extracting(ServiceEntry::health).containsExactly(HealthStatus.CRITICAL);
	}

	@Test
	void aRefusalIsAFailureThatSaysWhyAndDoesNotShowTheToken() {
		this.refusal = 403;
		assertThatThrownBy(() -> await(this.backend.list())).hasMessageContaining("403")
			.hasMessageContaining("Permission denied")
			.hasMessageNotContaining("s3cret");
		assertThat(ConsulConfig.of(URI.create("http://x")).withToken("s3cret").toString()).doesNotContain("s3cret");
	}

	@Test
	void aServerThatIsGoneIsAFailure() {
		this.server.stop(0);
		assertThatThrownBy(() -> await(this.backend.list())).hasRootCauseInstanceOf(IOException.class);
	}

	@Test
	void nonsenseIsAFailure() {
		for (String text : List.of("", "{", "[1,", "{\"a\":}", "nul", "\"\\u12", "{}x", "[".repeat(100))) {
			assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(IllegalArgumentException.class);
		}
		assertThat(Json.write(Json.parse(" {\"a\" : [1, true, null, \"\\u00fc\\n\"], \"b\":{}} ")))
			.isEqualTo("{\"a\":[1,true,null,\"\u00fc\\n\"],\"b\":{}}");
	}

	private static ServiceEntry entry(String id, HealthStatus health) {
		return new ServiceEntry(ServiceDefinition.of(id, 80), health);
	}

	private static <T> T await(CompletableFuture<T> future) throws Exception {
		return result(future, "the answer of Consul");
	}

	private void answer(HttpExchange exchange) throws IOException {
		String path = exchange.getRequestURI().getPath().substring("/v1/agent/".length());
		this.calls.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
		String token = exchange.getRequestHeaders().getFirst("X-Consul-Token");
		if (token != null) {
			this.tokens.add(token);
		}
		Object body = Json.parse(orNull(exchange.getRequestBody().readAllBytes()));
		int status = 200;
		String answer = "";
		if (this.refusal != 0) {
			status = this.refusal;
			answer = "Permission denied";
		}
		else if (path.equals("services")) {
			answer = Json.write(new LinkedHashMap<>(this.services));
		}
		else if (path.equals("checks")) {
			answer = Json.write(new LinkedHashMap<>(this.checks));
		}
		else if (path.equals("service/register")) {
			register(body);
		}
		else if (path.startsWith("service/deregister/")) {
			status = (this.services.remove(path.substring("service/deregister/".length())) != null) ? 200 : 404;
		}
		else if (path.startsWith("check/update/")) {
			Map<String, Object> check = this.checks.get(path.substring("check/update/".length()));
			status = (check != null) ? 200 : 404;
			if (check != null) {
				check.put("Status", Json.text(body, "Status"));
			}
		}
		byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
		exchange.sendResponseHeaders(status, (bytes.length == 0) ? -1 : bytes.length);
		exchange.getResponseBody().write(bytes);
		exchange.close();
	}

	private void register(Object body) {
		Map<String, Object> service = new LinkedHashMap<>();
		for (String field : List.of("ID", "Address", "Port", "Tags", "Meta")) {
			service.put(field, Json.field(body, field));
		}
		service.put("Service", Json.text(body, "Name"));
		this.services.put(Json.text(body, "ID"), service);
		Object check = Json.field(body, "Check");
		this.checks.put(Json.text(check, "CheckID"), new LinkedHashMap<>(Map.of("CheckID", Json.text(check, "CheckID"),
				"Status", Json.text(check, "Status"), "ServiceID", Json.text(body, "ID"))));
	}

	private static String orNull(byte[] body) {
		return (body.length > 0) ? new String(body, StandardCharsets.UTF_8) : "null";
	}

}
