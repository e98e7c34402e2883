package io.membership.gossip;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import io.membership.netty.NettyTransportFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import static io.membership.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/** What only real sockets can show. */
class LoopbackTests {

	private final NettyTransportFactory transports = new NettyTransportFactory();

	private final List<Memberlist> started = new ArrayList<>();

	@AfterEach
	void stop() {
		this.started.forEach(Memberlist::close);
		this.transports.close();
	}

	// M10
	@Test
	void afterTheShutdownThePortIsFree() throws IOException {
		Memberlist a = start("a", (config) -> config);
		InetSocketAddress address = a.localMember().address();
		a.close();
		assertThat(a.isRunning()).isFalse();
		new DatagramSocket(address).close();
		try (ServerSocket socket = new ServerSocket()) {
			socket.setReuseAddress(true);
			socket.bind(address);
		}
		Memberlist again = start("a",
				(config) -> config.withNetwork((network) -> network.withBindPort(address.getPort())));
		assertThat(again.localMember().address()).isEqualTo(address);
	}

	// M31
	@Test
	void membersJoinByIpv6OnLoopback() throws IOException {
		InetAddress loopback = InetAddress.getByName("::1");
		try (ServerSocket socket = new ServerSocket()) {
			socket.bind(new InetSocketAddress(loopback, 0));
		}
		catch (IOException ex) {
			Assumptions.abort("this machine has no IPv6");
		}
		Memberlist a = start("a", (config) -> config.withNetwork((network) -> network.withBindAddress(loopback)));
		Memberlist b = start("b", (config) -> config.withNetwork((network) -> network.withBindAddress(loopback)));
		join(b, "[::1]:" + a.localMember().address().getPort());
		assertThat(a.member("b").orElseThrow().address().getAddress()).isEqualTo(loopback);
	}

	// M32
	@Test
	void whoAdvertisesAnotherAddressThanItBindsIsReachedThere() throws IOException {
		Memberlist a = start("a", (config) -> config);
		InetAddress advertised = InetAddress.getByName("127.0.0.2");
		Memberlist b = start("b",
				(config) -> config.withNetwork((network) -> network.withBindAddress(NetworkConfig.DEFAULT.bindAddress())
					.withAdvertiseAddress(advertised)));
		join(b, "127.0.0.1:" + a.localMember().address().getPort());
		assertThat(a.member("b").orElseThrow().address().getAddress()).isEqualTo(advertised);
		assertThat(a.ping(a.member("b").orElseThrow()).join()).isPositive();
		a.sendReliable(a.member("b").orElseThrow(), new byte[] { 1 }).join();
	}

	private void join(Memberlist joiner, String address) {
		assertThat(joiner.join(List.of(address)).join().reached()).isEqualTo(1);
		eventually(() -> assertThat(this.started).allSatisfy((list) -> assertThat(list.members()).hasSize(2)));
	}

	private Memberlist start(String name, UnaryOperator<MemberlistConfig> more) throws IOException {
		MemberlistConfig config = MemberlistConfig.local(name)
			.withNetwork((network) -> network.withBindAddress(InetAddress.getLoopbackAddress()).withBindPort(0));
		Memberlist list = Memberlist.create(more.apply(config), Delegates.none(), this.transports);
		list.start();
		this.started.add(list);
		return list;
	}

}
