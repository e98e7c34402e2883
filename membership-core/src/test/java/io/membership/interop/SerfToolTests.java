package io.membership.interop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.membership.Keyring;
import io.membership.agent.AgentLog;
import io.membership.agent.RpcApplication;
import io.membership.agent.RpcServer;
import io.membership.agent.RpcServerConfig;
import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterConfig;
import io.membership.cluster.ClusterEvent;
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
 * Every command of the real {@code serf} tool, pointed at our RPC server and at a real
 * agent of the same cluster: the tool must say the same and end the same. Skipped where
 * it is not installed, unless {@code membership.interop.required} is set.
 */
@Tag("interop")
class SerfToolTests {

	private static final String KEY = Base64.getEncoder().encodeToString(new byte[16]);

	private static final String OTHER_KEY = Base64.getEncoder()
		.encodeToString("0123456789abcdef".getBytes(StandardCharsets.US_ASCII));

	private final List<AutoCloseable> open = new ArrayList<>();

	private final AgentLog log = new AgentLog();

	private final CountDownLatch left = new CountDownLatch(1);

	private NettyTransportFactory transports;

	private Cluster cluster;

	private SerfTool java;

	private SerfAgent one;

	private SerfAgent two;

	@TempDir
	private Path folder;

	@BeforeEach
	void check() throws Exception {
		boolean there = SerfTool.isInstalled();
		if (!there && Boolean.getBoolean("membership.interop.required")) {
			throw new IllegalStateException("serf is not on the PATH, and membership.interop.required is true");
		}
		assumeTrue(there, "serf is not on the PATH");
		this.transports = new NettyTransportFactory();
		this.open.add(this.transports);
	}

	@AfterEach
	void stop() throws Exception {
		for (int i = this.open.size() - 1; i >= 0; i--) {
			this.open.get(i).close();
		}
	}

	@Test
	void whatTheToolShowsIsTheSame() throws Exception {
		start("", Keyring.empty());
		same("members");
		same("members", "-detailed");
		same("members", "-format=json");
		same("members", "-status=alive", "-tag", "role=w.*");
		same("members", "-name=(one|two)", "-format=json");
		same("members", "-role=none");
		same("members", "-status=(");
		same("reachability");
		same("reachability", "-verbose");
		eventually().untilAsserted(() -> same("rtt", "java", "one"));
		// between itself and the one named
		assertThat(this.java.run("rtt", "one").output()).contains("Estimated", "java", "one", "rtt: ");
		same("rtt", "one", "nobody");
		same("monitor", "-log-level=loud");
		assertThat(names(this.java.run("info"))).isEqualTo(names(this.one.tool.run("info")));
		assertThat(names(this.java.run("info", "-format=json")))
			.isEqualTo(names(this.one.tool.run("info", "-format=json")));
		assertThat(this.java.run("info").output()).contains("name = java", "members = 3", "role = app")
			.contains("user:deploy = deploy.sh");
	}

	@Test
	void eventsAndQueriesReachTheSameMembers() throws Exception {
		start("", Keyring.empty());
		same("event", "deploy", "v7");
		same("event", "-coalesce=false", "deploy", "v8");
		same("event", "deploy", "x".repeat(600));
		eventually().untilAsserted(() -> assertThat(this.two.log()).contains("user-event: deploy"));
		eventually().untilAsserted(() -> same("query", "-timeout=1s", "load", "now"));
		eventually().untilAsserted(() -> same("query", "-timeout=1s", "-format=json", "load"));
		eventually().untilAsserted(() -> same("query", "-timeout=1s", "-no-ack", "-node=one", "-node=java", "load"));
		eventually()
			.untilAsserted(() -> same("query", "-timeout=1s", "-tag", "role=(web|app)", "-relay-factor=1", "load"));
		same("query", "-timeout=300ms", "nothing");
		same("query", "_serf_conflict", "java");
		same("query", "load", "x".repeat(2000));
		eventually().untilAsserted(() -> assertThat(this.java.run("query", "-timeout=1s", "load").output())
			.contains("Response from 'java': 0.5", "Response from 'two': 0.7", "Total Acks: 3", "Total Responses: 3"));
	}

	@Test
	void tagsAndMembershipAreChanged() throws Exception {
		start("", Keyring.empty());
		same("tags", "-set", "zone=b", "-set", "version=2");
		same("tags", "-delete", "zone", "-set", "version=3");
		eventually().untilAsserted(
				() -> assertThat(this.two.tool.run("members", "-name=java").output()).contains("role=app", "version=3")
					.doesNotContain("zone"));
		assertThat(this.java.run("tags", "-set", "x=" + "y".repeat(600)).exit())
			.isEqualTo(this.one.tool.run("tags", "-set", "x=" + "y".repeat(600)).exit());
		same("join", this.two.address());
		same("join", "-replay", this.two.address(), "127.0.0.1:1");
		SerfTool.Result failed = this.java.run("join", "127.0.0.1:1");
		assertThat(failed.exit()).isEqualTo(this.one.tool.run("join", "127.0.0.1:1").exit());
		assertThat(failed.output()).startsWith("Error joining the cluster: 1 error occurred:\n\t* Failed to join");

		same("force-leave", "nobody");
		this.two.process.destroyForcibly();
		eventually().untilAsserted(() -> {
			assertThat(this.java.run("members", "-status=failed").output()).contains("two");
			same("members", "-status=failed");
		});
		assertThat(this.java.run("force-leave", "two").output()).isEmpty();
		eventually().untilAsserted(() -> {
			assertThat(this.one.tool.run("members", "-status=left").output()).contains("two");
			same("members", "-detailed");
		});
		assertThat(this.java.run("force-leave", "-prune", "two")).isEqualTo(new SerfTool.Result(0, ""));
		eventually().untilAsserted(() -> {
			assertThat(this.one.tool.run("members").output()).doesNotContain("two");
			same("members");
		});

		SerfTool.Result leave = this.java.run("leave");
		assertThat(this.left.await(10, TimeUnit.SECONDS)).isTrue();
		eventually()
			.untilAsserted(() -> assertThat(this.one.tool.run("members", "-status=left").output()).contains("java"));
		assertThat(leave).isEqualTo(this.one.tool.run("leave"));
	}

	@Test
	void keysAreManaged() throws Exception {
		start("", Keyring.ofBase64(List.of(KEY)), "-encrypt=" + KEY);
		same("keys", "-list");
		assertThat(this.java.run("keys", "-install=" + OTHER_KEY)).isEqualTo(new SerfTool.Result(0, """
				==> Installing key on all members...
				==> Successfully installed key!
				"""));
		same("keys", "-list");
		same("keys", "-install=" + OTHER_KEY);
		same("keys", "-use=" + OTHER_KEY);
		same("keys", "-remove=" + OTHER_KEY);
		assertThat(this.java.run("keys", "-remove=" + KEY)).isEqualTo(new SerfTool.Result(0, """
				==> Removing key on all members...
				==> Successfully removed key!
				"""));
		same("keys", "-use=" + KEY);
		same("keys", "-list");
		assertThat(this.java.run("keys", "-list").output()).contains(OTHER_KEY).doesNotContain(KEY);
		same("members");
		assertThat(String.join("\n", this.log.lines(AgentLog.Level.TRACE))).doesNotContain(KEY, OTHER_KEY);
	}

	@Test
	void withoutEncryptionThereAreNoKeys() throws Exception {
		start("", Keyring.empty());
		same("keys", "-list");
		same("keys", "-install=" + KEY);
		same("keys", "-use=" + KEY);
		same("keys", "-remove=" + KEY);
	}

	@Test
	void aKeyOpensTheDoor() throws Exception {
		start("s3cret", Keyring.empty());
		same("members");
		for (String command : List.of("members", "info", "leave", "reachability")) {
			for (String wrong : List.of("", "wrong")) {
				assertThat(new SerfTool(this.java.address(), wrong).run(command)).as(command)
					.isEqualTo(new SerfTool(this.one.tool.address(), wrong).run(command));
			}
		}
		assertThat(this.left.getCount()).isOne();
	}

	@Test
	void theMonitorShowsTheLog() throws Exception {
		start("", Keyring.empty());
		this.log.append(AgentLog.Level.INFO, "io.membership.cluster.Members", "before", Instant.now());
		Path output = this.folder.resolve("monitor.txt");
		Process monitor = this.java.watch(output, "monitor", "-log-level=info");
		this.open.add(monitor::destroyForcibly);
		eventually().untilAsserted(() -> assertThat(Files.readString(output)).contains("before"));
		this.log.append(AgentLog.Level.DEBUG, "io.membership.cluster.Members", "too fine", Instant.now());
		this.log.append(AgentLog.Level.ERR, "com.example.OrderService", "after", Instant.now());
		eventually().untilAsserted(() -> assertThat(Files.readString(output)).contains("after"));
		assertThat(Files.readString(output))
			.containsPattern("(?m)^\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d \\[INFO] serf: before$")
			.containsPattern("(?m)^\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d \\[ERR] OrderService: after$")
			.doesNotContain("too fine");
	}

	private void start(String rpcKey, Keyring keyring, String... arguments) throws Exception {
		this.one = agent("one", rpcKey, "role=web", arguments);
		this.two = agent("two", rpcKey, "role=db", arguments);
		MemberlistConfig gossip = MemberlistConfig.local("java")
			.withNetwork((network) -> network.withBindAddress(InetAddress.getLoopbackAddress()).withBindPort(0))
			.withEncryption((encryption) -> encryption.withKeyring(keyring));
		this.cluster = Cluster.create(ClusterConfig.builder(gossip).tags(Map.of("role", "app")).build(), this::answer,
				this.transports);
		this.cluster.start();
		this.open.add(this.cluster);
		InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
		RpcServer server = RpcServer.start(RpcServerConfig.at(anyPort, rpcKey), this.cluster, this.log,
				new RpcApplication() {
					@Override
					public void left() {
						SerfToolTests.this.left.countDown();
					}

					@Override
					public Map<String, String> eventHandlers() {
						return Map.of("user:deploy", "deploy.sh", "query:load", "printf 0.7");
					}
				});
		this.open.add(server);
		this.java = new SerfTool("127.0.0.1:" + server.address().getPort(), rpcKey);
		this.cluster.join(List.of(this.one.address(), this.two.address()), false).get(10, TimeUnit.SECONDS);
		eventually().untilAsserted(() -> {
			for (SerfTool tool : List.of(this.java, this.one.tool, this.two.tool)) {
				assertThat(tool.run("members", "-status=alive").output().lines()).hasSize(3);
			}
		});
	}

	private SerfAgent agent(String name, String rpcKey, String tag, String... arguments) throws IOException {
		List<String> all = new ArrayList<>(List.of(arguments));
		all.addAll(List.of("-tag", tag, "-event-handler", "query:load=printf 0.7", "-event-handler",
				"user:deploy=deploy.sh"));
		SerfAgent agent = new SerfAgent(this.folder, name, rpcKey, all.toArray(String[]::new));
		this.open.add(agent);
		return agent;
	}

	private void answer(ClusterEvent event) {
		if (event instanceof ClusterEvent.Query asked && asked.query().name().equals("load")) {
			asked.query().respond("0.5".getBytes(StandardCharsets.UTF_8));
		}
	}

	private void same(String command, String... arguments) throws Exception {
		assertThat(this.java.run(command, arguments).comparable()).as(command + " " + List.of(arguments))
			.isEqualTo(this.one.tool.run(command, arguments).comparable());
	}

	/** The names that the tool shows, without their values. */
	private static List<String> names(SerfTool.Result result) {
		assertThat(result.exit()).isZero();
		return result.output()
			.lines()
			.map((line) -> line.replaceAll(" = .*", "").replaceAll("\": \".*", ""))
			.filter((line) -> !line.isBlank())
			.sorted()
			.toList();
	}

	private static ConditionFactory eventually() {
		return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(200));
	}

}
