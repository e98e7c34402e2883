package io.membership.interop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterConfig;
import io.membership.cluster.ClusterEvent;
import io.membership.cluster.ClusterMember;
import io.membership.cluster.MemberState;
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
 * Our cluster layer and real Serf agents, driven by the real {@code serf} tool. Skipped
 * where that is not installed, unless {@code membership.interop.required} is set.
 */
@Tag("interop")
class SerfInteropTests {

	private final List<Process> agents = new ArrayList<>();

	private final List<ClusterEvent> events = new CopyOnWriteArrayList<>();

	private NettyTransportFactory transports;

	private Cluster cluster;

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
		MemberlistConfig gossip = MemberlistConfig.local("java")
			.withNetwork((network) -> network.withBindAddress(InetAddress.getLoopbackAddress()).withBindPort(0));
		this.cluster = Cluster.create(ClusterConfig.builder(gossip).tags(Map.of("role", "app")).build(),
				this.events::add, this.transports);
		this.cluster.start();
	}

	@AfterEach
	void stop() {
		this.agents.forEach(Process::destroyForcibly);
		if (this.cluster != null) {
			this.cluster.close();
			this.transports.close();
		}
	}

	@Test
	void membershipTagsEventsAndLeavesAreSeenFromBothSides() throws Exception {
		Agent one = new Agent("one", "role=web");
		Agent two = new Agent("two", "role=db");
		this.cluster.join(List.of(one.address()), false).get(10, TimeUnit.SECONDS);
		assertThat(two.serf("join", java())).contains("Successfully joined");
		eventually().untilAsserted(() -> {
			assertThat(this.cluster.members()).extracting(ClusterMember::name).containsExactly("java", "one", "two");
			assertThat(one.serf("members")).contains("java", "role=app", "two");
			assertThat(two.serf("members")).contains("java", "role=app", "one");
		});
		assertThat(this.cluster.member("two").orElseThrow().tags()).containsEntry("role", "db");

		one.serf("tags", "-set", "zone=b");
		this.cluster.tags(Map.of("role", "app", "version", "2")).get(10, TimeUnit.SECONDS);
		eventually().untilAsserted(() -> {
			assertThat(this.cluster.member("one").orElseThrow().tags()).containsEntry("zone", "b");
			assertThat(two.serf("members")).contains("version=2");
		});

		one.serf("event", "deploy", "v7");
		eventually().untilAsserted(() -> assertThat(userEvents()).contains("deploy=v7"));
		this.cluster.event("from-java", "hello".getBytes(StandardCharsets.UTF_8), false).get(10, TimeUnit.SECONDS);
		eventually().untilAsserted(() -> assertThat(two.log()).contains("from-java"));

		eventually().untilAsserted(() -> assertThat(one.serf("rtt", "java", "one")).contains("Estimated"));

		assertThat(two.serf("leave")).contains("Graceful leave complete");
		eventually().untilAsserted(
				() -> assertThat(this.cluster.member("two").orElseThrow().state()).isEqualTo(MemberState.LEFT));
		this.cluster.leave().get(20, TimeUnit.SECONDS);
		eventually().untilAsserted(() -> assertThat(one.serf("members")).containsPattern("java.*left"));
		assertThat(one.log()).doesNotContain("[ERR]");
	}

	@Test
	void anAgentThatIsKilledFailsAndIsForcedToHaveLeftByTheTool() throws Exception {
		Agent one = new Agent("one", "role=web");
		Agent two = new Agent("two", "role=db");
		this.cluster.join(List.of(one.address(), two.address()), false).get(10, TimeUnit.SECONDS);
		eventually().untilAsserted(() -> assertThat(one.serf("members")).contains("java", "two"));
		two.process.destroyForcibly();
		eventually().untilAsserted(
				() -> assertThat(this.cluster.member("two").orElseThrow().state()).isEqualTo(MemberState.FAILED));
		eventually().untilAsserted(() -> assertThat(one.serf("members")).containsPattern("two.*failed"));
		one.serf("force-leave", "two");
		eventually().untilAsserted(
				() -> assertThat(this.cluster.member("two").orElseThrow().state()).isEqualTo(MemberState.LEFT));
	}

	private String java() {
		return "127.0.0.1:" + this.cluster.memberlist().localMember().address().getPort();
	}

	private List<String> userEvents() {
		return this.events.stream()
			.filter(ClusterEvent.User.class::isInstance)
			.map(ClusterEvent.User.class::cast)
			.map((event) -> event.name() + "=" + new String(event.payload(), StandardCharsets.UTF_8))
			.toList();
	}

	private static ConditionFactory eventually() {
		return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(200));
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

	/** A real agent, and the real tool pointed at it. */
	private final class Agent {

		private final int port = freePort();

		private final int rpcPort = freePort();

		private final Path log;

		private final Process process;

		private Agent(String name, String tag) throws IOException {
			this.log = SerfInteropTests.this.folder.resolve(name + ".log");
			this.process = new ProcessBuilder("serf", "agent", "-node=" + name, "-bind=127.0.0.1:" + this.port,
					"-rpc-addr=127.0.0.1:" + this.rpcPort, "-profile=local", "-tag", tag, "-log-level=debug")
				.redirectErrorStream(true)
				.redirectOutput(this.log.toFile())
				.start();
			SerfInteropTests.this.agents.add(this.process);
			eventually().until(() -> serf("members").contains(name));
		}

		private String address() {
			return "127.0.0.1:" + this.port;
		}

		private String log() throws IOException {
			return java.nio.file.Files.readString(this.log);
		}

		private String serf(String command, String... arguments) throws IOException {
			List<String> line = new ArrayList<>(List.of("serf", command, "-rpc-addr=127.0.0.1:" + this.rpcPort));
			line.addAll(List.of(arguments));
			Process tool = new ProcessBuilder(line).redirectErrorStream(true).start();
			return new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}

	}

}
