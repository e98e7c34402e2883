package io.membership.interop;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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
import io.membership.testing.ProgramResult;
import io.membership.testing.RequiresProgram;
import io.membership.testing.SerfAgent;
import io.membership.testing.SerfTool;
import io.membership.testing.TestProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.membership.testing.Eventually.eventually;
import static io.membership.testing.Eventually.open;
import static io.membership.testing.Eventually.result;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every command of the real {@code serf} tool, pointed at our RPC server and at a real
 * agent of the same cluster: the tool must say the same and end the same.
 */
@RequiresProgram("serf")
class SerfToolTests {

	private static final String KEY = Base64.getEncoder().encodeToString(new byte[16]);

	private static final String OTHER_KEY = Base64.getEncoder()
		.encodeToString("0123456789abcdef".getBytes(StandardCharsets.US_ASCII));

	private static final Pattern TAGS = Pattern.compile("(\\w+=[^,\\s]*)(,\\w+=[^,\\s]*)+");

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
	void prepare() {
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
		start("", Keyring.empty(), Map.of());
		same("members");
		same("members", "-detailed");
		same("members", "-format=json");
		same("members", "-status=alive", "-tag", "role=w.*");
		same("members", "-name=(one|two)", "-format=json");
		same("members", "-role=none");
		same("members", "-status=(");
		eventuallySame("reachability");
		eventuallySame("reachability", "-verbose");
		eventuallySame("rtt", "java", "one");
		// between itself and the one named
		assertThat(this.java.call("rtt", "one").output()).contains("Estimated", "java", "one", "rtt: ");
		same("rtt", "one", "nobody");
		same("monitor", "-log-level=loud");
		assertThat(names(this.java.call("info"))).isEqualTo(names(this.one.serf().call("info")));
		assertThat(names(this.java.call("info", "-format=json")))
			.isEqualTo(names(this.one.serf().call("info", "-format=json")));
		assertThat(this.java.call("info").output()).contains("name = java", "members = 3", "role = app")
			.contains("user:deploy = deploy.sh");
	}

	@Test
	void eventsAndQueriesReachTheSameMembers() throws Exception {
		start("", Keyring.empty(), Map.of());
		same("event", "deploy", "v7");
		same("event", "-coalesce=false", "deploy", "v8");
		same("event", "deploy", "x".repeat(600));
		eventually(() -> assertThat(this.two.log()).contains("user-event: deploy"));
		eventuallySame("query", "-timeout=1s", "load", "now");
		eventuallySame("query", "-timeout=1s", "-format=json", "load");
		eventuallySame("query", "-timeout=1s", "-no-ack", "-node=one", "-node=java", "load");
		eventuallySame("query", "-timeout=1s", "-tag", "role=(web|app)", "-relay-factor=1", "load");
		eventuallySame("query", "-timeout=300ms", "nothing");
		eventuallySame("query", "_serf_conflict", "java");
		same("query", "load", "x".repeat(2000));
		eventually(() -> assertThat(this.java.call("query", "-timeout=1s", "load").output())
			.contains("Response from 'java': 0.5", "Response from 'two': 0.7", "Total Acks: 3", "Total Responses: 3"));
	}

	@Test
	void tagsAndMembershipAreChanged() throws Exception {
		start("", Keyring.empty(), Map.of());
		same("tags", "-set", "zone=b", "-set", "version=2");
		same("tags", "-delete", "zone", "-set", "version=3");
		eventually(() -> assertThat(this.two.serf().call("members", "-name=java").output())
			.contains("role=app", "version=3")
			.doesNotContain("zone"));
		assertThat(this.java.call("tags", "-set", "x=" + "y".repeat(600)).exitCode())
			.isEqualTo(this.one.serf().call("tags", "-set", "x=" + "y".repeat(600)).exitCode());
		same("join", this.two.address());
		same("join", "-replay", this.two.address(), "127.0.0.1:1");
		ProgramResult failed = this.java.call("join", "127.0.0.1:1");
		assertThat(failed.exitCode()).isEqualTo(this.one.serf().call("join", "127.0.0.1:1").exitCode());
		assertThat(failed.output()).startsWith("Error joining the cluster: 1 error occurred:\n\t* Failed to join");

		same("force-leave", "nobody");
		this.two.kill();
		eventually(() -> {
			assertThat(this.java.call("members", "-status=failed").output()).contains("two");
			same("members", "-status=failed");
		});
		assertThat(this.java.call("force-leave", "two").output()).isEmpty();
		eventually(() -> {
			assertThat(this.one.serf().call("members", "-status=left").output()).contains("two");
			same("members", "-detailed");
		});
		assertThat(this.java.call("force-leave", "-prune", "two")).isEqualTo(new ProgramResult(0, ""));
		eventually(() -> {
			assertThat(this.one.serf().call("members").output()).doesNotContain("two");
			same("members");
		});

		ProgramResult leave = this.java.call("leave");
		open(this.left, "the application to hear of the leave");
		eventually(() -> assertThat(this.one.serf().call("members", "-status=left").output()).contains("java"));
		assertThat(leave).isEqualTo(this.one.serf().call("leave"));
	}

	@Test
	void keysAreManaged() throws Exception {
		start("", Keyring.ofBase64(List.of(KEY)), Map.of("encrypt_key", KEY));
		eventuallySame("keys", "-list");
		eventually(() -> assertThat(this.java.call("keys", "-install=" + OTHER_KEY)).isEqualTo(new ProgramResult(0, """
				==> Installing key on all members...
				==> Successfully installed key!
				""")));
		eventuallySame("keys", "-list");
		eventuallySame("keys", "-install=" + OTHER_KEY);
		eventuallySame("keys", "-use=" + OTHER_KEY);
		eventuallySame("keys", "-remove=" + OTHER_KEY);
		eventually(() -> assertThat(this.java.call("keys", "-remove=" + KEY)).isEqualTo(new ProgramResult(0, """
				==> Removing key on all members...
				==> Successfully removed key!
				""")));
		eventuallySame("keys", "-use=" + KEY);
		eventuallySame("keys", "-list");
		eventually(() -> assertThat(this.java.call("keys", "-list").output()).contains(OTHER_KEY).doesNotContain(KEY));
		same("members");
		assertThat(String.join("\n", this.log.lines(AgentLog.Level.TRACE))).doesNotContain(KEY, OTHER_KEY);
	}

	@Test
	void withoutEncryptionThereAreNoKeys() throws Exception {
		start("", Keyring.empty(), Map.of());
		eventuallySame("keys", "-list");
		eventuallySame("keys", "-install=" + KEY);
		eventuallySame("keys", "-use=" + KEY);
		eventuallySame("keys", "-remove=" + KEY);
	}

	@Test
	void aKeyOpensTheDoor() throws Exception {
		start("s3cret", Keyring.empty(), Map.of("rpc_auth", "s3cret"));
		same("members");
		for (String command : List.of("members", "info", "leave", "reachability")) {
			for (String wrong : List.of("", "wrong")) {
				assertThat(new SerfTool(this.java.rpcAddress(), wrong).call(command)).as(command)
					.isEqualTo(new SerfTool(this.one.rpcAddress(), wrong).call(command));
			}
		}
		assertThat(this.left.getCount()).isOne();
	}

	@Test
	void theMonitorShowsTheLog() throws Exception {
		start("", Keyring.empty(), Map.of());
		this.log.append(AgentLog.Level.INFO, "io.membership.cluster.Members", "before", Instant.now());
		TestProcess monitor = this.java.stream(this.folder.resolve("monitor.txt"), "monitor", "-log-level=info");
		this.open.add(monitor);
		eventually(() -> assertThat(monitor.log()).contains("before"));
		this.log.append(AgentLog.Level.DEBUG, "io.membership.cluster.Members", "too fine", Instant.now());
		this.log.append(AgentLog.Level.ERR, "com.example.OrderService", "after", Instant.now());
		eventually(() -> assertThat(monitor.log()).contains("after"));
		assertThat(monitor.log())
			.containsPattern("(?m)^\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d \\[INFO] serf: before$")
			.containsPattern("(?m)^\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d \\[ERR] OrderService: after$")
			.doesNotContain("too fine");
	}

	private void start(String rpcKey, Keyring keyring, Map<String, Object> config) throws Exception {
		this.one = agent("one", "web", config);
		this.two = agent("two", "db", config);
		MemberlistConfig gossip = MemberlistConfig.local("java")
			.withNetwork((network) -> network.withBindAddress(InetAddress.getLoopbackAddress()).withBindPort(0))
			.withEncryption((encryption) -> encryption.withKeyring(keyring));
		this.cluster = Cluster.create(ClusterConfig.of(gossip).withTags(Map.of("role", "app")), this.transports);
		this.cluster.subscribe(this::answer);
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
		result(this.cluster.join(List.of(this.one.address(), this.two.address()), false), "the join");
		eventually(() -> {
			for (SerfTool tool : List.of(this.java, this.one.serf(), this.two.serf())) {
				assertThat(tool.call("members", "-status=alive").output().lines()).hasSize(3);
			}
		});
	}

	private SerfAgent agent(String name, String role, Map<String, Object> config) {
		Map<String, Object> all = new HashMap<>(config);
		all.put("profile", "local");
		all.put("tags", Map.of("role", role));
		all.put("event_handlers", List.of("query:load=printf 0.7", "user:deploy=deploy.sh"));
		SerfAgent agent = new SerfAgent(this.folder, name, all);
		this.open.add(agent);
		agent.start();
		return agent;
	}

	private void answer(ClusterEvent event) {
		if (event instanceof ClusterEvent.Query asked && asked.query().name().equals("load")) {
			asked.query().respond("0.5".getBytes(StandardCharsets.UTF_8));
		}
	}

	/** For a command that sends a query: its answers may come too late at first. */
	private void eventuallySame(String command, String... arguments) {
		eventually(() -> same(command, arguments));
	}

	private void same(String command, String... arguments) throws Exception {
		assertThat(comparable(this.java.call(command, arguments))).as(command + " " + List.of(arguments))
			.isEqualTo(comparable(this.one.serf().call(command, arguments)));
	}

	/** Without what is in random order or measured: lines and tags sorted, no times. */
	private static ProgramResult comparable(ProgramResult result) {
		String tagsSorted = TAGS.matcher(result.output()).replaceAll(SerfToolTests::sorted);
		String lines = tagsSorted.replaceAll("rtt: [0-9.]+ ms", "rtt")
			.replaceAll("[0-9.]+ sec\\b", "sec")
			.lines()
			.map((line) -> line.replaceAll("\\s+", " ").replaceAll(",$", "").strip())
			.sorted()
			.collect(Collectors.joining("\n"));
		return new ProgramResult(result.exitCode(), lines);
	}

	private static String sorted(MatchResult tags) {
		return Arrays.stream(tags.group().split(",")).sorted().collect(Collectors.joining(","));
	}

	/** The names that the tool shows, without their values. */
	private static List<String> names(ProgramResult result) {
		assertThat(result.exitCode()).isZero();
		return result.output()
			.lines()
			.map((line) -> line.replaceAll(" = .*", "").replaceAll("\": \".*", ""))
			.filter((line) -> !line.isBlank())
			.sorted()
			.toList();
	}

}
