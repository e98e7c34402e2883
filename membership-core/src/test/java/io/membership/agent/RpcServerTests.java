package io.membership.agent;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterConfig;
import io.membership.cluster.ClusterState;
import io.membership.gossip.MemberlistConfig;
import io.membership.netty.NettyTransportFactory;
import io.membership.testing.Eventually;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.Value;

import static io.membership.testing.Eventually.await;
import static io.membership.testing.Eventually.open;
import static io.membership.testing.Eventually.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The server on real sockets, with two real members. */
class RpcServerTests {

	private final NettyTransportFactory transports = new NettyTransportFactory();

	private final List<AutoCloseable> open = new ArrayList<>();

	private final AgentLog log = new AgentLog();

	private final CountDownLatch left = new CountDownLatch(1);

	private Cluster one;

	private Cluster two;

	private RpcServer server;

	@BeforeEach
	void start() throws Exception {
		this.one = cluster("one");
		this.two = cluster("two");
		result(this.one.join(List.of("127.0.0.1:" + this.two.memberlist().localMember().address().getPort()), true),
				"the join");
		this.server = server(config(null, RpcServerConfig.Limits.DEFAULT));
	}

	@AfterEach
	void stop() throws Exception {
		for (int i = this.open.size() - 1; i >= 0; i--) {
			this.open.get(i).close();
		}
		this.transports.close();
	}

	@Test
	void aClientDrivesTheMember() throws Exception {
		Client client = client();
		assertThat(client.ask("handshake", 1, Map.of("Version", 1))).isEmpty();
		assertThat(client.ask("tags", 2, Map.of("Tags", Map.of("role", "web")))).isEmpty();
		eventually()
			.untilAsserted(() -> assertThat(this.two.member("one").orElseThrow().tags()).containsEntry("role", "web"));
		assertThat(client.ask("members", 3, null)).isEmpty();
		assertThat(Ipc.field(client.next(), "Members").asArrayValue().size()).isEqualTo(2);
		assertThat(client.ask("join", 4, Map.of("Existing", List.of("127.0.0.1:1")))).startsWith("1 error occurred:")
			.contains("127.0.0.1:1");
		assertThat(Ipc.field(client.next(), "Num").toString()).isEqualTo("0");
		assertThat(client.ask("get-coordinate", 5, Map.of("Node", "one"))).isEmpty();
		assertThat(Ipc.field(client.next(), "Ok").asBooleanValue().getBoolean()).isTrue();
		assertThat(client.ask("stats", 6, null)).isEmpty();
		Value stats = client.next();
		assertThat(Ipc.text(Ipc.field(stats, "serf"), "members")).isEqualTo("2");
		assertThat(Ipc.text(Ipc.field(stats, "agent"), "name")).isEqualTo("one");
		assertThat(Ipc.text(Ipc.field(stats, "tags"), "role")).isEqualTo("web");
	}

	@Test
	void aQueryIsAnsweredByAnotherClientAndEndsAtItsDeadline() throws Exception {
		Client answering = client();
		answering.ask("handshake", 1, Map.of("Version", 1));
		assertThat(answering.ask("stream", 2, Map.of("Type", "query:load"))).isEmpty();
		Client asking = client();
		asking.ask("handshake", 1, Map.of("Version", 1));
		long start = System.nanoTime();
		assertThat(asking.ask("query", 2,
				Map.of("Name", "load", "RequestAck", true, "FilterNodes", List.of("one"), "Timeout", 3_000_000_000L)))
			.isEmpty();
		assertThat(record(asking)).isEqualTo("ack one");
		Value question = answering.record();
		assertThat(Ipc.text(question, "Name")).isEqualTo("load");
		assertThat(answering.ask("respond", 3, Map.of("ID", 1, "Payload", "0.7".getBytes()))).isEmpty();
		assertThat(answering.ask("respond", 4, Map.of("ID", 1, "Payload", "0.8".getBytes())))
			.isEqualTo("No pending queries matching ID");
		assertThat(record(asking)).isEqualTo("response one");
		assertThat(record(asking)).isEqualTo("done ");
		assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(2950));
	}

	@Test
	void aQueryThatIsTooLargeIsRefused() throws Exception {
		Client client = client();
		client.ask("handshake", 1, Map.of("Version", 1));
		assertThat(client.ask("query", 2, Map.of("Name", "load", "Payload", new byte[2000])))
			.isEqualTo("query exceeds limit of 1024 bytes");
		assertThat(client.ask("query", 3, Map.of("Name", "load", "FilterTags", Map.of("role", "("))))
			.contains("is invalid");
		assertThat(client.ask("event", 4, Map.of("Name", "deploy", "Payload", new byte[2000])))
			.isEqualTo("user event exceeds configured limit of 512 bytes before encoding");
	}

	@Test
	void aStreamShowsEventsOfTheOtherMember() throws Exception {
		Client client = client();
		client.ask("handshake", 1, Map.of("Version", 1));
		client.ask("stream", 2, Map.of("Type", "user:deploy,member-update"));
		result(this.two.publish("deploy", new byte[] { 1 }, true), "the user event");
		Value event = client.record();
		assertThat(Ipc.text(event, "Event")).isEqualTo("user");
		assertThat(Ipc.field(event, "Coalesce").asBooleanValue().getBoolean()).isTrue();
		result(this.two.tags(Map.of("role", "db")), "the change of the tags");
		assertThat(Ipc.text(client.record(), "Event")).isEqualTo("member-update");
	}

	@Test
	void aLeaveIsToldToTheClientAndThenToTheApplication() throws Exception {
		Client client = client();
		client.ask("handshake", 1, Map.of("Version", 1));
		assertThat(client.ask("leave", 2, null)).isEmpty();
		open(this.left, "the application to hear of the leave");
		assertThat(this.one.state()).isEqualTo(ClusterState.LEFT);
		this.one.close();
		assertThat(client.ask("event", 3, Map.of("Name", "deploy"))).contains("not running");
		assertThat(client.ask("tags", 4, Map.of("Tags", Map.of("a", "b")))).isNotEmpty();
		assertThat(client.ask("query", 5, Map.of("Name", "load"))).isNotEmpty();
		for (String command : List.of("members", "stats", "list-keys")) {
			client.ask(command, 6, null);
			assertThat(client.next()).as(command).isNotNull();
		}
	}

	@Test
	void aClientThatReadsNothingLosesRecordsAndIsThenDisconnectedAndNobodyElseNotices() throws Exception {
		RpcServer strict = server(config(null, limits(2)));
		Client slow = new Client(strict.address(), 4096);
		this.open.add(slow);
		slow.ask("handshake", 1, Map.of("Version", 1));
		slow.ask("monitor", 2, Map.of("LogLevel", "trace"));
		Client other = client(strict);
		other.ask("handshake", 1, Map.of("Version", 1));
		eventually().until(() -> {
			for (int i = 0; i < 1000; i++) {
				this.log.append(AgentLog.Level.INFO, "x", "y".repeat(1000), Instant.EPOCH);
			}
			assertThat(other.ask("stop", 2, Map.of())).isEmpty();
			// There is room for another one when the slow one has been disconnected.
			try (Client another = new Client(strict.address(), 4096)) {
				return !isTurnedAway(another);
			}
		});
	}

	@Test
	void oneClientTooManyIsTurnedAway() throws Exception {
		RpcServer strict = server(config(null, limits(2)));
		Client first = client(strict);
		first.ask("handshake", 1, Map.of("Version", 1));
		client(strict).ask("handshake", 1, Map.of("Version", 1));
		assertThat(isTurnedAway(client(strict))).isTrue();
		first.close();
		eventually().until(() -> !isTurnedAway(client(strict)));
	}

	@Test
	void theKeyIsNeeded() throws Exception {
		RpcServer locked = server(config("s3cret", RpcServerConfig.Limits.DEFAULT));
		Client client = client(locked);
		client.ask("handshake", 1, Map.of("Version", 1));
		assertThat(client.ask("members", 2, null)).isEqualTo("Authentication required");
		assertThat(client.ask("auth", 3, Map.of("AuthKey", "wrong"))).isEqualTo("Invalid authentication token");
		assertThat(client.ask("auth", 4, Map.of("AuthKey", "s3cret"))).isEmpty();
		assertThat(client.ask("members", 5, null)).isEmpty();
	}

	@Test
	void aPortThatIsTakenIsSaid() {
		RpcServerConfig taken = RpcServerConfig.at(this.server.address(), null);
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> RpcServer.start(taken, this.one, this.log, RpcApplication.NONE))
			.withMessageContaining(Integer.toString(this.server.address().getPort()));
	}

	@Test
	void afterTheEndThePortIsFreeAndTheClientsAreGone() throws Exception {
		Client client = client();
		client.ask("handshake", 1, Map.of("Version", 1));
		this.server.close();
		assertThat(client.socket.getInputStream().read()).isEqualTo(-1);
		RpcServerConfig same = RpcServerConfig.at(this.server.address(), null);
		this.open.add(RpcServer.start(same, this.one, this.log, RpcApplication.NONE));
	}

	private Cluster cluster(String name) throws IOException {
		MemberlistConfig gossip = MemberlistConfig.local(name)
			.withNetwork((network) -> network.withBindAddress(InetAddress.getLoopbackAddress()).withBindPort(0));
		Cluster cluster = Cluster.create(ClusterConfig.of(gossip), this.transports);
		cluster.start();
		this.open.add(cluster);
		return cluster;
	}

	private RpcServer server(RpcServerConfig config) throws IOException {
		RpcServer started = RpcServer.start(config, this.one, this.log, new RpcApplication() {
			@Override
			public void left() {
				RpcServerTests.this.left.countDown();
			}
		});
		this.open.add(started);
		return started;
	}

	private static RpcServerConfig.Limits limits(int connections) {
		return new RpcServerConfig.Limits(connections, connections, 4096, 4096, 64, 512, 4 << 20,
				Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofMillis(10), 3, 12);
	}

	private static RpcServerConfig config(String key, RpcServerConfig.Limits limits) {
		return new RpcServerConfig(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), key, limits);
	}

	private Client client() throws IOException {
		return client(this.server);
	}

	private Client client(RpcServer to) throws IOException {
		Client client = new Client(to.address(), 65_536);
		this.open.add(client);
		return client;
	}

	private static boolean isTurnedAway(Client client) throws IOException {
		try {
			client.socket.getOutputStream().write(Ipc.handshake());
			return client.socket.getInputStream().read() < 0;
		}
		catch (SocketException ex) {
			return true;
		}
	}

	private static String record(Client client) throws IOException {
		Value record = client.record();
		return Ipc.text(record, "Type") + " " + Ipc.text(record, "From");
	}

	private static ConditionFactory eventually() {
		return await("an answer").ignoreExceptions();
	}

	/** A client that reads one value after the other. */
	private static final class Client implements AutoCloseable {

		private final Socket socket = new Socket();

		private final MessageUnpacker in;

		private Client(InetSocketAddress address, int receiveBuffer) throws IOException {
			this.socket.setReceiveBufferSize(receiveBuffer);
			this.socket.setSoTimeout((int) Eventually.LIMIT.toMillis());
			this.socket.connect(address);
			InputStream bytes = this.socket.getInputStream();
			this.in = MessagePack.newDefaultUnpacker(bytes);
		}

		/** Sends a request and returns the error of its response. */
		private String ask(String command, long seq, Map<String, ?> body) throws IOException {
			this.socket.getOutputStream().write(Ipc.request(command, seq, body));
			Value header = next();
			assertThat(Ipc.seq(header)).isEqualTo(seq);
			return Ipc.text(header, "Error");
		}

		private Value next() throws IOException {
			return this.in.unpackValue();
		}

		/** The body of the next record. */
		private Value record() throws IOException {
			assertThat(Ipc.isHeader(next())).isTrue();
			return next();
		}

		@Override
		public void close() throws IOException {
			this.socket.close();
		}

	}

}
