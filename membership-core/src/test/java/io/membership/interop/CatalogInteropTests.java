package io.membership.interop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.membership.catalog.CatalogConfig;
import io.membership.catalog.ServiceDefinition;
import io.membership.catalog.ServiceDiscovery;
import io.membership.catalog.ServiceInstance;
import io.membership.catalog.ServiceRegistration;
import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterConfig;
import io.membership.cluster.ClusterMember;
import io.membership.gossip.MemberlistConfig;
import io.membership.netty.NettyTransportFactory;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Three of our members with a catalog and two real Serf agents in one cluster. Skipped
 * where {@code serf} is not installed, unless {@code membership.interop.required} is set.
 */
@Tag("interop")
class CatalogInteropTests {

	private static final int MEMBERS = 3;

	private final List<Process> agents = new ArrayList<>();

	private final List<Path> logs = new ArrayList<>();

	private final List<Cluster> clusters = new ArrayList<>();

	private final List<ServiceDiscovery> services = new ArrayList<>();

	private NettyTransportFactory transports;

	@TempDir
	private Path folder;

	@BeforeEach
	void start() throws Exception {
		boolean there = isInstalled();
		if (!there && Boolean.getBoolean("membership.interop.required")) {
			throw new IllegalStateException("serf is not on the PATH, and membership.interop.required is true");
		}
		assumeTrue(there, "serf is not on the PATH");
		this.transports = new NettyTransportFactory();
		for (int i = 0; i < MEMBERS; i++) {
			MemberlistConfig gossip = MemberlistConfig.local("java" + i)
				.withNetwork((network) -> network.withBindAddress(InetAddress.getLoopbackAddress()).withBindPort(0))
				.withPushPull((pushPull) -> pushPull.withInterval(Duration.ofSeconds(2)));
			Cluster cluster = Cluster.create(ClusterConfig.builder(gossip).tags(Map.of("role", "app")).build(),
					(event) -> {
					}, this.transports);
			cluster.start();
			this.clusters.add(cluster);
			ServiceDiscovery created = ServiceDiscovery.create(cluster,
					CatalogConfig.DEFAULT.withExchangeInterval(Duration.ofSeconds(1)));
			created.start();
			this.services.add(created);
		}
	}

	@AfterEach
	void stop() {
		this.agents.forEach(Process::destroyForcibly);
		this.clusters.forEach(Cluster::close);
		if (this.transports != null) {
			this.transports.close();
		}
	}

	@Test
	void realAgentsSeeNothingOfTheCatalogAndLogNothingOfIt() throws Exception {
		String one = startAgent("one");
		String two = startAgent("two");
		for (Cluster cluster : this.clusters) {
			assertThat(cluster.join(List.of(one, two), false).get(20, TimeUnit.SECONDS).reached()).isEqualTo(2);
		}
		eventually().untilAsserted(() -> assertThat(this.clusters)
			.allSatisfy((cluster) -> assertThat(cluster.members()).extracting(ClusterMember::name)
				.containsExactly("java0", "java1", "java2", "one", "two")));
		for (int i = 0; i < MEMBERS; i++) {
			register(i, "web", 20);
			// too large for a packet
			register(i, "large", 3000);
		}
		eventually().untilAsserted(() -> assertAll("web", "large"));
		for (int i = 0; i < 30; i++) {
			register(i % MEMBERS, "web", 10 + i);
		}
		this.services.get(2).agent().deregister("large");
		eventually().untilAsserted(() -> assertThat(this.services)
			.allSatisfy((each) -> assertThat(each.catalog().instances("large")).hasSize(2)));
		// some push/pulls between all of them
		long before = agentPushPulls();
		eventually().until(() -> agentPushPulls() > before + 3);
		this.services.get(0).close();
		this.clusters.get(1).leave().get(30, TimeUnit.SECONDS);
		eventually().untilAsserted(
				() -> assertThat(this.services.get(2).catalog().instances("web")).extracting(ServiceInstance::member)
					.containsExactly("java0", "java2"));
		for (Path log : this.logs) {
			assertThat(Files.readString(log, StandardCharsets.UTF_8)).doesNotContain("[ERR]")
				.doesNotContain("[WARN]")
				.doesNotContainIgnoringCase("unknown message type")
				.doesNotContainIgnoringCase("panic");
		}
	}

	private void register(int member, String name, int bytes) {
		this.services.get(member)
			.agent()
			.register(ServiceRegistration
				.of(ServiceDefinition.of(name, 8080).withMetadata(Map.of("text", "x".repeat(bytes)))));
	}

	private void assertAll(String... names) {
		assertThat(this.services).allSatisfy((each) -> {
			for (String name : names) {
				assertThat(each.catalog().passing(name)).extracting(ServiceInstance::member)
					.containsExactly("java0", "java1", "java2");
			}
		});
	}

	/** How often the agents have begun or answered a push/pull, by their own logs. */
	private long agentPushPulls() throws IOException {
		long count = 0;
		for (Path log : this.logs) {
			count += Files.readAllLines(log)
				.stream()
				.filter((line) -> line.contains("push/pull sync") || line.contains("Stream connection"))
				.count();
		}
		return count;
	}

	private String startAgent(String name) throws IOException {
		int port = freePort();
		Path log = this.folder.resolve(name + ".log");
		this.logs.add(log);
		this.agents.add(new ProcessBuilder("serf", "agent", "-node=" + name, "-bind=127.0.0.1:" + port,
				"-rpc-addr=127.0.0.1:" + freePort(), "-profile=local", "-log-level=debug", "-tag", "role=serf")
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start());
		eventually().until(() -> Files.exists(log) && Files.readString(log).contains("Serf agent starting"));
		return "127.0.0.1:" + port;
	}

	private static ConditionFactory eventually() {
		return Awaitility.await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(200));
	}

	private static boolean isInstalled() throws InterruptedException {
		try {
			Process process = new ProcessBuilder("serf", "version").redirectErrorStream(true).start();
			process.getInputStream().readAllBytes();
			return process.waitFor() == 0;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

}
