package io.membership.gossip;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.membership.gossip.SimulatedCluster.SimulatedMember;
import io.membership.netty.NettyTransportFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** Seeds that lead to the member itself. */
class SelfJoinTests {

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	private final Logger logger = (Logger) LoggerFactory.getLogger(Rejoiner.class);

	@BeforeEach
	void record() {
		this.log.start();
		this.logger.addAppender(this.log);
		this.logger.setAdditive(false);
		this.logger.setLevel(Level.INFO);
	}

	@AfterEach
	void stopRecording() {
		this.logger.detachAppender(this.log);
		this.logger.setAdditive(true);
		this.logger.setLevel(null);
	}

	@Test
	void aNameThatLeadsOnlyToOneselfIsTriedAgainSoon() throws IOException {
		SimulatedCluster cluster = new SimulatedCluster(23);
		InetSocketAddress mine = cluster.simulation.nextAddress();
		List<InetAddress> answer = new ArrayList<>(List.of(mine.getAddress()));
		MemberlistConfig config = MemberlistConfig.lan("first")
			.withNetwork((network) -> network.withBindAddress(mine.getAddress()).withBindPort(mine.getPort()))
			.withSeeds((seeds) -> seeds.withAddresses(List.of("cluster.example")));
		GossipCore core = new GossipCore(config, Delegates.none(), null, cluster.simulation.transportFactory(),
				(host) -> answer.toArray(InetAddress[]::new));
		core.start();
		cluster.run(Duration.ofSeconds(12));
		SimulatedMember second = cluster.start("second");
		answer.add(second.address.getAddress());
		cluster.expect(() -> second.alive().contains("first"), Duration.ofSeconds(3), "the new address is joined");
		cluster.run(Duration.ofSeconds(1));
		assertThat(messages()).containsExactly(
				"The seeds lead to no other member so far, trying again in the background",
				"Joined the cluster through 1 of 1 addresses");
	}

	@Test
	void anAddressThatIsTheOwnOneMakesTheMemberTheFirst() {
		SimulatedCluster cluster = new SimulatedCluster(24);
		cluster.start("first", (config) -> config.withSeeds((seeds) -> seeds.withAddresses(List.of("10.0.0.1:7946"))));
		cluster.run(Duration.ofMinutes(5));
		assertThat(messages()).containsExactly("The seeds lead only to this member, so it is the first of its cluster");
	}

	@Test
	void oneselfBehindALoadBalancerIsNotReached() throws IOException {
		try (NettyTransportFactory transports = new NettyTransportFactory();
				Memberlist alone = start("alone", transports);
				Forwarder balancer = new Forwarder(alone.localMember().address())) {
			assertThat(alone.join(List.of(balancer.address())).join()).isEqualTo(new JoinResult(0, Map.of()));
			try (Memberlist other = start("other", transports)) {
				assertThat(other.join(List.of(balancer.address())).join()).isEqualTo(new JoinResult(1, Map.of()));
			}
		}
	}

	@Test
	void anotherAddressOfThisMachineIsOneself() throws IOException {
		try (NettyTransportFactory transports = new NettyTransportFactory()) {
			MemberlistConfig config = MemberlistConfig.local("alone").withNetwork((network) -> network.withBindPort(0));
			try (Memberlist alone = Memberlist.create(config, Delegates.none(), transports)) {
				alone.start();
				int port = alone.localMember().address().getPort();
				assertThat(alone.join(List.of("127.0.0.1:" + port, "127.0.1.1:" + port, "[::1]:" + port)).join())
					.isEqualTo(new JoinResult(0, Map.of()));
			}
		}
	}

	private List<String> messages() {
		return List.copyOf(this.log.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
	}

	private static Memberlist start(String name, NettyTransportFactory transports) throws IOException {
		MemberlistConfig config = MemberlistConfig.local(name)
			.withNetwork((network) -> network.withBindAddress(InetAddress.getLoopbackAddress()).withBindPort(0));
		Memberlist list = Memberlist.create(config, Delegates.none(), transports);
		list.start();
		return list;
	}

	/** Passes connections on, as a load balancer does. */
	private static final class Forwarder implements AutoCloseable {

		private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());

		private final ExecutorService threads = Executors.newCachedThreadPool();

		private final InetSocketAddress target;

		Forwarder(InetSocketAddress target) throws IOException {
			this.target = target;
			this.threads.execute(this::accept);
		}

		String address() {
			return "127.0.0.1:" + this.server.getLocalPort();
		}

		private void accept() {
			while (!this.server.isClosed()) {
				try {
					Socket from = this.server.accept();
					Socket to = new Socket(this.target.getAddress(), this.target.getPort());
					this.threads.execute(() -> copy(from, to));
					this.threads.execute(() -> copy(to, from));
				}
				catch (IOException ex) {
					// closed
				}
			}
		}

		private static void copy(Socket from, Socket to) {
			try (InputStream in = from.getInputStream()) {
				in.transferTo(to.getOutputStream());
				to.shutdownOutput();
			}
			catch (IOException ex) {
				// one side has closed the connection
			}
		}

		@Override
		public void close() {
			try {
				this.server.close();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			this.threads.shutdownNow();
		}

	}

}
