package io.membership.spring.actuate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

import com.jayway.jsonpath.JsonPath;
import io.membership.cluster.Cluster;
import io.membership.spring.OnQuery;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Configuration;

import static io.membership.testing.Eventually.await;
import static io.membership.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/** The endpoints of a real member that speaks Serf's protocol, in a real web server. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "membership.bind-address=127.0.0.1", "membership.bind-port=0", "membership.node-name=self",
				"membership.profile=local", "membership.leave.propagate-delay=0s", "membership.services.enabled=false",
				"membership.tags.role=web", "membership.tags.db-password=" + ClusterOperationsWebTests.SECRET,
				"membership.encryption.keys=" + ClusterOperationsWebTests.KEY,
				"membership.clusters.wan.bind-address=127.0.0.1", "membership.clusters.wan.bind-port=0",
				"membership.clusters.wan.node-name=self-wan", "membership.clusters.wan.leave-propagate-delay=0s",
				"membership.clusters.wan.encryption.keys=" + ClusterOperationsWebTests.KEY,
				"management.endpoints.web.exposure.include=*", "management.endpoint.env.show-values=always",
				"management.endpoint.configprops.show-values=always", "management.endpoint.health.show-details=always",
				"management.endpoint.clusterevents.access=unrestricted",
				"management.endpoint.clusterqueries.access=unrestricted",
				"management.endpoint.clusterkeys.access=unrestricted",
				"management.endpoint.clustermembers.access=unrestricted" })
class ClusterOperationsWebTests {

	static final String KEY = "MDEyMzQ1Njc4OWFiY2RlZg==";

	static final String OTHER_KEY = "ZmVkY2JhOTg3NjU0MzIxMA==";

	static final String SECRET = "hunter2";

	@Autowired
	private Cluster cluster;

	@LocalServerPort
	private int port;

	private final HttpClient client = HttpClient.newHttpClient();

	@BeforeEach
	void theMemberKnowsItself() {
		await("the members").until(() -> this.cluster.members().size() == 1);
	}

	@Test
	void theClusterIsShownInSerfsTerms() throws Exception {
		String body = get("/actuator/cluster").body();
		Map<String, ?> member = JsonPath.read(body, "$.members[0]");
		assertThat(member.keySet()).containsExactlyInAnyOrder("name", "address", "status", "incarnation", "protocol",
				"since", "tags", "suspect", "lamportTime", "serfProtocol");
		assertThat(member.get("tags")).isEqualTo(Map.of("role", "web", "db-password", "******"));
		assertThat(JsonPath.<String>read(body, "$.serf.state")).isEqualTo("alive");
		assertThat(JsonPath.<String>read(body, "$.serf.cluster")).isEqualTo("primary");
		assertThat(JsonPath.<Map<String, ?>>read(body, "$.serf.lamportTimes")).containsOnlyKeys("member", "event",
				"query");
		assertThat(JsonPath.<Integer>read(body, "$.counts.leaving")).isZero();
		assertThat(body).doesNotContain(SECRET).doesNotContain(KEY);
		assertThat(get("/actuator/cluster/self").body()).contains("\"role\":\"web\"").doesNotContain(SECRET);
		assertThat(get("/actuator/cluster?cluster=wan").body()).contains("self-wan");
	}

	@ParameterizedTest
	@CsvSource({ "tag=role=web,1", "tag=role=batch,0", "tag=role=web&status=alive,1", "tag=role=web&status=left,0",
			"tag=role=web&tag=zone=a,0", "status=suspect,0" })
	void membersAreFilteredByTagAndStatus(String query, int members) throws Exception {
		assertThat(JsonPath.<List<?>>read(get("/actuator/cluster?" + query).body(), "$.members")).hasSize(members);
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '"',
			value = { "tag=role,'role' is not a tag", "tag==web,'=web' is not a tag",
					"status=none,Unknown status 'none'", "tag=a=b&tag=a=c,The tag 'a' is given twice",
					"cluster=lan,There is no cluster 'lan'" })
	void aFilterThatMakesNoSenseIsABadRequest(String query, String error) throws Exception {
		HttpResponse<String> response = get("/actuator/cluster?" + query);
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(JsonPath.<String>read(response.body(), "$.error")).contains(error);
	}

	@Test
	void anEventIsPublished() throws Exception {
		HttpResponse<String> response = post("/actuator/clusterevents",
				"{\"name\": \"deploy\", \"payload\": \"v2\", \"coalesce\": true}");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(JsonPath.<Integer>read(response.body(), "$.bytes")).isEqualTo(2);
		response = post("/actuator/clusterevents", "{\"name\": \"deploy\", \"payload\": \"" + "x".repeat(600) + "\"}");
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(JsonPath.<String>read(response.body(), "$.error")).contains("512");
		assertThat(post("/actuator/clusterevents", "{\"payload\": \"v2\"}").statusCode()).isEqualTo(400);
	}

	@Test
	void aQueryIsAskedAndAnswered() throws Exception {
		eventually(() -> {
			String body = post("/actuator/clusterqueries", "{\"name\": \"load\", \"payload\": \"cpu\", \"ack\": true, "
					+ "\"nodes\": \"nobody,self\", \"tags\": \"role=^w\", \"timeout\": \"300ms\"}")
				.body();
			assertThat(JsonPath.<List<String>>read(body, "$.acks")).containsExactly("self");
			assertThat(JsonPath.<List<Object>>read(body, "$.answers")).hasSize(1);
			assertThat(JsonPath.<String>read(body, "$.answers[0].from")).isEqualTo("self");
			assertThat(JsonPath.<String>read(body, "$.answers[0].payload")).isEqualTo("load of cpu");
			assertThat(JsonPath.<String>read(body, "$.answers[0].encoding")).isEqualTo("text");
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "{\"name\": \"_serf_ping\"}|Serf's own", "{\"name\": \"a\", \"timeout\": \"2m\"}|at most 60s",
					"{\"name\": \"a\", \"tags\": \"role\"}|is not a tag",
					"{\"name\": \"a\", \"cluster\": \"lan\"}|There is no cluster 'lan'" })
	void aQueryThatMakesNoSenseIsABadRequest(String request, String error) throws Exception {
		HttpResponse<String> response = post("/actuator/clusterqueries", request);
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(JsonPath.<String>read(response.body(), "$.error")).contains(error);
	}

	@Test
	void keysAreShownByFingerprintOnlyAndRotated() throws Exception {
		String wan = get("/actuator/clusterkeys?cluster=wan").body();
		assertThat(JsonPath.<List<?>>read(wan, "$.keys")).hasSize(1);
		assertThat(JsonPath.<Integer>read(wan, "$.keys[0].members")).isOne();
		String before = JsonPath.read(wan, "$.keys[0].fingerprint");
		assertThat(before).matches("[0-9a-f]{8}");
		String rotated = post("/actuator/clusterkeys/rotate", "{\"key\": \"" + OTHER_KEY + "\", \"cluster\": \"wan\"}")
			.body();
		assertThat(JsonPath.<Boolean>read(rotated, "$.complete")).as(rotated).isTrue();
		String after = get("/actuator/clusterkeys?cluster=wan").body();
		assertThat(JsonPath.<List<String>>read(after, "$.keys[*].fingerprint")).hasSize(1).doesNotContain(before);
		assertThat(List.of(wan, rotated, after)).noneMatch((body) -> body.contains(KEY) || body.contains(OTHER_KEY));
	}

	@Test
	void aKeyThatIsNoneIsABadRequestThatDoesNotQuoteIt() throws Exception {
		HttpResponse<String> response = post("/actuator/clusterkeys/install", "{\"key\": \"" + SECRET + "\"}");
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.body()).doesNotContain(SECRET);
		assertThat(post("/actuator/clusterkeys/forge", "{\"key\": \"" + KEY + "\"}").statusCode()).isEqualTo(400);
	}

	@Test
	void membersAreJoinedAndRemoved() throws Exception {
		HttpResponse<String> response = post("/actuator/clustermembers", "{\"addresses\": \"127.0.0.1:1\"}");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(JsonPath.<Integer>read(response.body(), "$.reached")).isZero();
		assertThat(JsonPath.<Map<String, ?>>read(response.body(), "$.failures")).hasSize(1);
		assertThat(post("/actuator/clustermembers", "{\"addresses\": \"\"}").statusCode()).isEqualTo(400);
		assertThat(delete("/actuator/clustermembers/nobody?prune=true").statusCode()).isEqualTo(404);
		assertThat(delete("/actuator/clustermembers/self").statusCode()).isEqualTo(409);
	}

	@Test
	void healthAndInfoTellOfSerf() throws Exception {
		String health = get("/actuator/health").body();
		assertThat(JsonPath.<String>read(health, "$.components.cluster.details.memberState")).isEqualTo("alive");
		assertThat(JsonPath.<Integer>read(health, "$.components.cluster.details.nameConflicts")).isZero();
		assertThat(JsonPath.<String>read(health, "$.components.cluster.details.furtherClusters.wan"))
			.isEqualTo("alive");
		String info = get("/actuator/info").body();
		assertThat(JsonPath.<String>read(info, "$.cluster.protocol")).isEqualTo("serf");
		assertThat(JsonPath.<Integer>read(info, "$.cluster.serfProtocolVersion")).isEqualTo(5);
	}

	@Test
	void noEndpointShowsAKey() throws Exception {
		for (String path : List.of("/actuator/env", "/actuator/configprops", "/actuator/beans", "/actuator/info",
				"/actuator/health", "/actuator/cluster", "/actuator/clusterkeys")) {
			assertThat(get(path).body()).as(path).isNotBlank().doesNotContain(KEY);
		}
	}

	private HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return send(HttpRequest.newBuilder(uri(path)).GET());
	}

	private HttpResponse<String> delete(String path) throws IOException, InterruptedException {
		return send(HttpRequest.newBuilder(uri(path)).DELETE());
	}

	private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
		return send(HttpRequest.newBuilder(uri(path))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(body)));
	}

	private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return this.client.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	private URI uri(String path) {
		return URI.create("http://127.0.0.1:" + this.port + path);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@OnQuery("load")
		String load(String what) {
			return "load of " + what;
		}

	}

}
