package io.membership.spring.actuate;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.jayway.jsonpath.JsonPath;
import io.membership.Keyring;
import io.membership.gossip.Member;
import io.membership.gossip.MemberStatus;
import io.membership.gossip.Memberlist;
import io.membership.gossip.MemberlistConfig;
import io.membership.gossip.MemberlistFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

/** The actuator in a real web server, over a member with a chosen state. */
class ClusterEndpointWebTests {

	private static final String KEY = "c2VjcmV0LXNlY3JldC0xNg==";

	private static final String[] EXPOSED = { "management.endpoints.web.exposure.include=*" };

	private static final String[] WRITABLE = { "management.endpoints.web.exposure.include=*",
			"management.endpoint.cluster.access=unrestricted" };

	private final HttpClient client = HttpClient.newHttpClient();

	private final Memberlist memberlist = MemberlistFixture.memberlist(
			MemberlistConfig.lan("self")
				.withEncryption((encryption) -> encryption.withKeyring(Keyring.ofBase64(List.of(KEY))))
				.withNetwork((network) -> network.withBindAddress(InetAddress.getLoopbackAddress()))
				.withSeeds((seeds) -> seeds.withAddresses(List.of("seed"))),
			member("self", MemberStatus.ALIVE), member("failed", MemberStatus.FAILED),
			member("left one", MemberStatus.LEFT), member("<img src=x onerror=alert(1)>", MemberStatus.ALIVE),
			member("söm/é%20\u202e+?#&\"'", MemberStatus.FAILED), member("binary", MemberStatus.SUSPECT));

	private ConfigurableApplicationContext context;

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void itIsNotExposedByDefault() throws Exception {
		start();
		assertThat(get("/actuator/cluster").statusCode()).isEqualTo(404);
	}

	@Test
	void itShowsTheCluster() throws Exception {
		start(EXPOSED);
		HttpResponse<String> response = get("/actuator/cluster");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type")).get().asString().contains("json");
		String body = response.body();
		assertThat(JsonPath.<String>read(body, "$.self.name")).isEqualTo("self");
		assertThat(JsonPath.<String>read(body, "$.self.address")).isEqualTo("10.0.0.1:7946");
		assertThat(JsonPath.<String>read(body, "$.self.status")).isEqualTo("alive");
		assertThat(JsonPath.<Integer>read(body, "$.self.incarnation")).isEqualTo(7);
		assertThat(JsonPath.<Integer>read(body, "$.self.healthScore")).isZero();
		assertThat(JsonPath.<List<?>>read(body, "$.members")).hasSize(6);
		assertThat(JsonPath.<Map<String, ?>>read(body, "$.members[0]").keySet()).containsExactlyInAnyOrder("name",
				"address", "status", "suspect", "metadata", "metadataEncoding", "incarnation", "protocol", "since");
		assertThat(JsonPath.<String>read(body, "$.members[0].since")).isEqualTo("2026-01-02T03:04:05Z");
		assertThat(JsonPath.<Integer>read(body, "$.total")).isEqualTo(6);
		assertThat(JsonPath.<Map<String, Integer>>read(body, "$.counts"))
			.isEqualTo(Map.of("alive", 3, "suspect", 1, "failed", 2, "left", 1, "leaving", 0));
		assertThat(JsonPath.<Integer>read(body, "$.broadcastQueue.depth")).isZero();
		assertThat(body).doesNotContain(KEY);
	}

	@Test
	void itFiltersByStatus() throws Exception {
		start(EXPOSED);
		String body = get("/actuator/cluster?status=suspect,left").body();
		assertThat(JsonPath.<List<String>>read(body, "$.members[*].name")).containsExactly("binary", "left one");
		body = get("/actuator/cluster?status=suspect&status=LEFT").body();
		assertThat(JsonPath.<List<String>>read(body, "$.members[*].name")).containsExactly("binary", "left one");
	}

	@Test
	void anUnknownStatusIsABadRequestThatListsTheKnownOnes() throws Exception {
		start(EXPOSED);
		HttpResponse<String> response = get("/actuator/cluster?status=alive,dead");
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(JsonPath.<List<String>>read(response.body(), "$.known")).containsExactly("alive", "suspect",
				"leaving", "left", "failed");
		assertThat(JsonPath.<String>read(response.body(), "$.error")).contains("'dead'");
	}

	@Test
	void aMemberOfAnyNameIsFound() throws Exception {
		start(EXPOSED);
		for (Member member : this.memberlist.allMembers()) {
			HttpResponse<String> response = get("/actuator/cluster/" + encode(member.name()));
			assertThat(response.statusCode()).as(member.name()).isEqualTo(200);
			assertThat(JsonPath.<String>read(response.body(), "$.name")).isEqualTo(member.name());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/cluster/nobody", "/actuator/cluster/self/x", "/actuator/cluster/" })
	void anUnknownMemberIsNotFound(String path) throws Exception {
		start(EXPOSED);
		assertThat(get(path).statusCode()).isEqualTo(404);
	}

	@Test
	void forgettingIsNotAllowedByDefault() throws Exception {
		start(EXPOSED);
		assertThat(delete("failed").statusCode()).isIn(404, 405);
		verify(this.memberlist, never()).forget(anyString());
	}

	@Test
	void aFailedMemberIsForgotten() throws Exception {
		start(WRITABLE);
		HttpResponse<String> response = delete("söm/é%20\u202e+?#&\"'");
		assertThat(response.statusCode()).isEqualTo(204);
		assertThat(response.body()).isEmpty();
		verify(this.memberlist).forget("söm/é%20\u202e+?#&\"'");
	}

	@Test
	void aPresentMemberIsNotForgotten() throws Exception {
		start(WRITABLE);
		HttpResponse<String> response = delete("binary");
		assertThat(response.statusCode()).isEqualTo(409);
		assertThat(JsonPath.<String>read(response.body(), "$.reason")).contains("The member is alive");
		verify(this.memberlist, never()).forget(anyString());
	}

	@Test
	void anUnknownMemberCannotBeForgotten() throws Exception {
		start(WRITABLE);
		assertThat(delete("nobody").statusCode()).isEqualTo(404);
		assertThat(delete("").statusCode()).isEqualTo(404);
	}

	@Test
	void accessIsCappedForAllEndpoints() throws Exception {
		start(EXPOSED[0], WRITABLE[1], "management.endpoints.access.max-permitted=read-only");
		assertThat(delete("failed").statusCode()).isIn(404, 405);
	}

	@Test
	void healthShowsTheClusterAndNeitherLivenessNorReadinessDo() throws Exception {
		start(EXPOSED[0], "management.endpoint.health.show-details=always",
				"management.endpoint.health.show-components=always");
		String health = get("/actuator/health").body();
		assertThat(JsonPath.<String>read(health, "$.components.cluster.status")).isEqualTo("UP");
		assertThat(JsonPath.<String>read(health, "$.components.cluster.details.clusterState")).isEqualTo("DEGRADED");
		assertThat(JsonPath.<Boolean>read(health, "$.components.cluster.details.encrypted")).isTrue();
		for (String group : List.of("liveness", "readiness")) {
			HttpResponse<String> response = get("/actuator/health/" + group);
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.body()).contains("UP").doesNotContain("cluster");
		}
	}

	@Test
	void aDeadMemberTakesNeitherLivenessNorReadinessDown() throws Exception {
		given(this.memberlist.isRunning()).willReturn(false);
		start(EXPOSED);
		assertThat(get("/actuator/health").statusCode()).isEqualTo(503);
		assertThat(get("/actuator/health/liveness").statusCode()).isEqualTo(200);
		assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(200);
	}

	@Test
	void readinessIncludesTheClusterIfAskedTo() throws Exception {
		given(this.memberlist.isRunning()).willReturn(false);
		start(EXPOSED[0], "management.endpoint.health.group.readiness.include=readinessState,cluster");
		assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(503);
	}

	@Test
	void noEndpointShowsAKeyEvenIfValuesAreShown() throws Exception {
		start(EXPOSED[0], "management.endpoint.env.show-values=always",
				"management.endpoint.configprops.show-values=always", "membership.encryption.keys=" + KEY,
				"membership.encryption.keys[0]=" + KEY);
		for (String path : List.of("/actuator/env", "/actuator/env/membership.encryption.keys",
				"/actuator/env/membership.encryption.keys%5B0%5D", "/actuator/configprops",
				"/actuator/configprops/membership", "/actuator/beans", "/actuator/conditions", "/actuator/info",
				"/actuator/health", "/actuator/cluster", "/actuator/metrics")) {
			HttpResponse<String> response = get(path);
			assertThat(response.body()).as(path).doesNotContain(KEY);
		}
		assertThat(get("/actuator/configprops/membership").body()).contains("******").contains("bindPort");
	}

	@Test
	void metersAreBoundToTheRegistry() throws Exception {
		start(EXPOSED);
		HttpResponse<String> response = get("/actuator/metrics/membership.members?tag=status:failed");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(JsonPath.<Double>read(response.body(), "$.measurements[0].value")).isEqualTo(2);
		assertThat(get("/actuator/metrics/membership.probe.round.trip").statusCode()).isEqualTo(200);
	}

	private void start(String... properties) {
		List<String> arguments = new ArrayList<>(
				List.of("--server.port=0", "--spring.main.banner-mode=off", "--server.address=127.0.0.1"));
		for (String property : properties) {
			arguments.add("--" + property);
		}
		ApplicationContextInitializer<GenericApplicationContext> member = (context) -> context
			.registerBean("memberlist", Memberlist.class, () -> this.memberlist);
		this.context = new SpringApplicationBuilder(Application.class).initializers(member)
			.run(arguments.toArray(String[]::new));
	}

	private HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return send(HttpRequest.newBuilder(uri(path)).GET());
	}

	private HttpResponse<String> delete(String name) throws IOException, InterruptedException {
		return send(HttpRequest.newBuilder(uri("/actuator/cluster/" + encode(name))).DELETE());
	}

	private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return this.client.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	private URI uri(String path) {
		return URI.create("http://127.0.0.1:" + this.context.getEnvironment().getProperty("local.server.port") + path);
	}

	/** A slash stays: web servers refuse an encoded one. */
	private static String encode(String name) {
		return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20").replace("%2F", "/");
	}

	private static Member member(String name, MemberStatus status) {
		return MemberlistFixture.member(name, status, name.equals("binary") ? new byte[] { -1 } : new byte[0]);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
