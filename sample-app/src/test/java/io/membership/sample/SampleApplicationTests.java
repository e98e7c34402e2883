package io.membership.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;

import io.membership.gossip.Memberlist;
import io.membership.testing.ProgramResult;
import io.membership.testing.RequiresProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/** The whole application, as a member with a hostile name and a hostile tag. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "membership.test.defaults=false", "membership.bind-port=0",
				"membership.node-name=" + SampleApplicationTests.HOSTILE_NAME,
				"membership.tags.role=" + SampleApplicationTests.HOSTILE_TAG })
class SampleApplicationTests {

	static final String HOSTILE_NAME = "<img src=x onerror=document.title='taken'>";

	static final String HOSTILE_TAG = "<script>document.title='taken'</script>";

	private static final HttpClient HTTP = HttpClient.newHttpClient();

	@Autowired
	private Memberlist memberlist;

	@LocalServerPort
	private int port;

	@Test
	void bindsToLoopbackOnlyUnlessToldOtherwise() {
		assertThat(this.memberlist.localMember().address().getAddress().isLoopbackAddress()).isTrue();
	}

	@Test
	void showsTheClusterToOperators() throws Exception {
		assertThat(get("/actuator/cluster").body()).contains("\"total\":1");
		assertThat(get("/actuator/health").body()).contains("\"clusterState\":\"OK\"");
		assertThat(get("/actuator/prometheus").body()).contains("membership_members{status=\"alive\"} 1.0");
		assertThat(get("/actuator/metrics/membership.members").statusCode()).isEqualTo(200);
		assertThat(get("/actuator/info").statusCode()).isEqualTo(200);
	}

	@Test
	void showsNothingElseAndLetsNobodyForgetMembers() throws Exception {
		assertThat(get("/actuator/env").statusCode()).isEqualTo(404);
		assertThat(get("/actuator/heapdump").statusCode()).isEqualTo(404);
		HttpRequest delete = HttpRequest.newBuilder(uri("/actuator/cluster/somebody")).DELETE().build();
		assertThat(HTTP.send(delete, HttpResponse.BodyHandlers.discarding()).statusCode()).isEqualTo(405);
	}

	@Test
	void actuatorAnswersAreJsonThatNoBrowserTakesForHtml() throws Exception {
		HttpResponse<String> response = get("/actuator/cluster");
		assertThat(response.headers().firstValue("Content-Type")).get().asString().contains("json");
		assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
	}

	@Test
	@RequiresProgram("chromium")
	void aBrowserShowsAHostileNameAsText(@TempDir Path profile) throws IOException {
		String page = render(profile);
		assertThat(page).contains("&lt;img src=x onerror=document.title='taken'&gt;")
			.contains("&lt;script&gt;document.title='taken'&lt;/script&gt;")
			.doesNotContain("<img")
			.doesNotContain("<title>taken");
	}

	private String render(Path profile) throws IOException {
		Path errors = profile.resolve("errors.log");
		ProgramResult result = ProgramResult
			.of(new ProcessBuilder("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
					"--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
					"--disable-sync", "--user-data-dir=" + profile.resolve("chromium"), "--virtual-time-budget=5000",
					"--dump-dom", uri("/").toString())
				.redirectError(errors.toFile()));
		assertThat(result.exitCode()).as(Files.readString(errors)).isZero();
		return result.output();
	}

	private HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return HTTP.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
	}

	private URI uri(String path) {
		return URI.create("http://127.0.0.1:" + this.port + path);
	}

}
