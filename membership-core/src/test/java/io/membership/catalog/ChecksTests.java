package io.membership.catalog;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpServer;
import io.membership.catalog.CatalogCluster.Node;
import io.membership.catalog.CheckProbe.Finding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.membership.testing.Eventually.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Reports that expire and checks on a timer, in virtual time; HTTP and TCP on sockets.
 */
class ChecksTests {

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final SocketCheckProbe probe = new SocketCheckProbe((Executor) this.threads);

	private HttpServer server;

	private volatile int status = 200;

	private final AtomicInteger requests = new AtomicInteger();

	@BeforeEach
	void start() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setExecutor(this.threads);
		this.server.createContext("/health", (exchange) -> {
			this.requests.incrementAndGet();
			exchange.getResponseHeaders().add("Location", "/secret");
			byte[] body = "all is\nwell".getBytes();
			exchange.sendResponseHeaders(this.status, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		this.server.createContext("/endless", (exchange) -> {
			exchange.sendResponseHeaders(200, 0);
			try (OutputStream out = exchange.getResponseBody()) {
				while (true) {
					out.write(new byte[65536]);
				}
			}
		});
		this.server.createContext("/drip", (exchange) -> {
			exchange.sendResponseHeaders(200, 1000);
			exchange.getResponseBody().write('x');
			exchange.getResponseBody().flush();
		});
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

	@Test
	void theStatusCodeIsTheVerdict() throws Exception {
		assertThat(http("/health", 5).status()).isEqualTo(HealthStatus.PASSING);
		assertThat(http("/health", 5).output()).isEqualTo("HTTP 200: all is\\nwell");
		this.status = 429;
		assertThat(http("/health", 5).status()).isEqualTo(HealthStatus.WARNING);
		this.status = 503;
		assertThat(http("/health", 5).status()).isEqualTo(HealthStatus.CRITICAL);
	}

	@Test
	void aRedirectIsNotFollowedAndCritical() throws Exception {
		this.status = 302;
		assertThat(http("/health", 5).output()).startsWith("HTTP 302");
		assertThat(http("/health", 5).status()).isEqualTo(HealthStatus.CRITICAL);
		assertThat(this.requests).hasValue(2);
	}

	@Test
	void ofAnEndlessBodyOnlyTheBeginningIsRead() throws Exception {
		assertThat(http("/endless", 20).status()).isEqualTo(HealthStatus.PASSING);
	}

	@Test
	void aBodyThatNeverEndsDoesNotOutlastTheTimeout() throws Exception {
		Finding finding = http("/drip", 1);
		assertThat(finding.status()).isEqualTo(HealthStatus.CRITICAL);
		assertThat(finding.output()).contains("Timeout");
	}

	@Test
	void whoIsNotThereIsCritical() throws Exception {
		int port = this.server.getAddress().getPort();
		assertThat(tcp(port).status()).isEqualTo(HealthStatus.PASSING);
		try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = free.getLocalPort();
		}
		assertThat(tcp(port).status()).isEqualTo(HealthStatus.CRITICAL);
		Finding finding = find(new CheckDefinition.Http("h", URI.create("http://127.0.0.1:" + port + "/"),
				Duration.ofSeconds(1), Duration.ofSeconds(2)));
		assertThat(finding.status()).isEqualTo(HealthStatus.CRITICAL);
	}

	@Test
	void onlyHttpIsAnHttpCheck() {
		assertThatIllegalArgumentException().isThrownBy(() -> new CheckDefinition.Http("h",
				URI.create("file:///etc/passwd"), Duration.ofSeconds(1), Duration.ofSeconds(1)));
	}

	@Test
	void aServiceIsCriticalUntilItsFirstReportAndAgainWhenTheLastHasExpired() {
		CatalogCluster cluster = new CatalogCluster(1);
		Node node = cluster.start("one");
		LocalServices local = node.services.local();
		local.register(ServiceRegistration.of(ServiceDefinition.of("web", 80))
			.withChecks(new CheckDefinition.Ttl("alive", Duration.ofSeconds(10))));
		cluster.run(Duration.ofSeconds(1));
		assertThat(node.passing("web")).isEmpty();
		for (int i = 0; i < 5; i++) {
			local.report("web", "alive", HealthStatus.PASSING, "fine");
			cluster.run(Duration.ofSeconds(8));
			assertThat(node.passing("web")).containsExactly("one");
		}
		cluster.run(Duration.ofSeconds(3));
		assertThat(node.passing("web")).isEmpty();
		assertThat(local.service("web").orElseThrow().checks()).extracting(CheckResult::output)
			.containsExactly("TTL expired");
		CompletableFuture<?> wrong = local.report("web", "other", HealthStatus.PASSING, "");
		cluster.run(Duration.ofSeconds(1));
		assertThatThrownBy(wrong::join).hasMessageContaining("has no check 'other'");
	}

	@Test
	void theWorstOfAllChecksAndOfTheApplicationsWordIsTheHealth() {
		CatalogCluster cluster = new CatalogCluster(1);
		Node node = cluster.start("one");
		LocalServices local = node.services.local();
		local.register(ServiceRegistration.of(ServiceDefinition.of("web", 80))
			.withChecks(new CheckDefinition.Ttl("a", Duration.ofHours(1)),
					new CheckDefinition.Ttl("b", Duration.ofHours(1))));
		local.report("web", "a", HealthStatus.PASSING, "");
		local.report("web", "b", HealthStatus.WARNING, "");
		cluster.run(Duration.ofSeconds(1));
		assertThat(local.service("web").orElseThrow().health()).isEqualTo(HealthStatus.WARNING);
		local.setHealth("web", HealthStatus.CRITICAL);
		cluster.run(Duration.ofSeconds(1));
		assertThat(local.service("web").orElseThrow().health()).isEqualTo(HealthStatus.CRITICAL);
		local.setHealth("web", HealthStatus.PASSING);
		local.report("web", "b", HealthStatus.PASSING, "");
		cluster.run(Duration.ofSeconds(1));
		assertThat(node.passing("web")).containsExactly("one");
	}

	@Test
	void aCheckRunsFromTimeToTimeUntilItsServiceIsGone() throws IOException {
		CatalogCluster cluster = new CatalogCluster(1);
		Node node = cluster.start("one", cluster.simulation.nextAddress(), false);
		List<CheckDefinition> run = new ArrayList<>();
		List<HealthStatus> found = new ArrayList<>(List.of(HealthStatus.PASSING));
		ServiceDiscovery services = new ServiceDiscovery(node.cluster, CatalogConfig.DEFAULT, (check, result) -> {
			run.add(check);
			result.accept(new Finding(found.get(0), "as told"));
		});
		services.start();
		services.local()
			.register(ServiceRegistration.of(ServiceDefinition.of("web", 80))
				.withChecks(new CheckDefinition.Tcp("port", "127.0.0.1", 80, Duration.ofSeconds(10),
						Duration.ofSeconds(1))));
		cluster.run(Duration.ofSeconds(100));
		assertThat(run).hasSizeBetween(9, 12);
		assertThat(services.catalog().passing("web")).hasSize(1);
		found.set(0, HealthStatus.CRITICAL);
		cluster.run(Duration.ofSeconds(11));
		assertThat(services.catalog().passing("web")).isEmpty();
		services.local().deregister("web");
		cluster.run(Duration.ofSeconds(1));
		int before = run.size();
		cluster.run(Duration.ofMinutes(1));
		assertThat(run).hasSize(before);
		assertThat(services.metrics().count(CatalogMetrics.Counter.CHECKS_RUN)).isEqualTo(before);
	}

	private Finding http(String path, int timeoutSeconds) throws Exception {
		return find(new CheckDefinition.Http("h",
				URI.create("http://127.0.0.1:" + this.server.getAddress().getPort() + path), Duration.ofSeconds(1),
				Duration.ofSeconds(timeoutSeconds)));
	}

	private Finding tcp(int port) throws Exception {
		return find(new CheckDefinition.Tcp("t", "127.0.0.1", port, Duration.ofSeconds(1), Duration.ofSeconds(2)));
	}

	private Finding find(CheckDefinition check) throws Exception {
		CompletableFuture<Finding> found = new CompletableFuture<>();
		this.probe.probe(check, found::complete);
		return result(found, "the result of the check");
	}

}
