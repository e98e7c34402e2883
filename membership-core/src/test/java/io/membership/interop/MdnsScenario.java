package io.membership.interop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterConfig;
import io.membership.cluster.ClusterMember;
import io.membership.gossip.MemberlistConfig;
import io.membership.netty.NettyTransportFactory;
import io.membership.seeds.MdnsDiscovery;
import org.awaitility.Awaitility;

/**
 * What {@link MdnsInteropTests} runs in a network of its own, where multicast goes over
 * loopback: three clusters that form by multicast DNS alone. Ends with 0 if they do.
 */
final class MdnsScenario {

	private static final String LOOPBACK = "lo";

	private final List<AutoCloseable> open = new ArrayList<>();

	private final List<Process> agents = new ArrayList<>();

	private final NettyTransportFactory transports = new NettyTransportFactory();

	private final Path folder;

	private MdnsScenario(Path folder) {
		this.folder = folder;
	}

	public static void main(String[] args) throws Exception {
		MdnsScenario scenario = new MdnsScenario(Path.of(args[0]));
		try {
			scenario.aSerfAgentIsFound();
			scenario.aSerfAgentFindsUs();
			scenario.weFindEachOther();
		}
		finally {
			scenario.close();
		}
		System.exit(0);
	}

	private void aSerfAgentIsFound() throws Exception {
		agent("one.with.dots", 7501, "found");
		Cluster cluster = cluster("java", discovery("found"));
		expect(cluster, "java", "one.with.dots");
	}

	private void aSerfAgentFindsUs() throws Exception {
		MdnsDiscovery announcing = discovery("finds");
		Cluster cluster = cluster("java.with.dots", null);
		announcing.announce("java.with.dots", cluster.memberlist().localMember().address());
		MdnsDiscovery other = discovery("finds");
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !other.seeds().isEmpty());
		if (!announcing.seeds().isEmpty()) {
			throw new IllegalStateException("It has found itself");
		}
		agent("two", 7502, "finds");
		expect(cluster, "java.with.dots", "two");
	}

	private void weFindEachOther() throws Exception {
		for (String name : List.of("a", "b")) {
			MdnsDiscovery discovery = discovery("ours");
			Cluster cluster = cluster(name, discovery);
			discovery.announce(name, cluster.memberlist().localMember().address());
			if (name.equals("b")) {
				expect(cluster, "a", "b");
			}
		}
	}

	private static void expect(Cluster cluster, String... names) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.until(() -> cluster.members().stream().map(ClusterMember::name).toList().equals(List.of(names)));
	}

	private MdnsDiscovery discovery(String name) {
		MdnsDiscovery discovery = new MdnsDiscovery(name, LOOPBACK);
		this.open.add(discovery);
		return discovery;
	}

	private Cluster cluster(String name, MdnsDiscovery seeds) throws IOException {
		InetAddress loopback = InetAddress.getByName("127.0.0.1");
		MemberlistConfig gossip = MemberlistConfig.local(name)
			.withNetwork((network) -> network.withBindAddress(loopback).withBindPort(0))
			.withSeeds(
					(join) -> join.withProvider(seeds).withRetry((retry) -> retry.withMaxDelay(Duration.ofSeconds(5))));
		Cluster cluster = Cluster.create(ClusterConfig.builder(gossip).build(), (event) -> {
		}, this.transports);
		cluster.start();
		this.open.add(cluster);
		return cluster;
	}

	private void agent(String name, int port, String discover) throws IOException {
		Process agent = new ProcessBuilder("serf", "agent", "-node=" + name, "-bind=127.0.0.1:" + port,
				"-rpc-addr=127.0.0.1:" + (port + 1000), "-profile=local", "-discover=" + discover, "-iface=" + LOOPBACK,
				"-log-level=debug")
			.redirectErrorStream(true)
			.redirectOutput(this.folder.resolve(name + ".log").toFile())
			.start();
		this.agents.add(agent);
		InetSocketAddress rpc = new InetSocketAddress("127.0.0.1", port + 1000);
		Awaitility.await().ignoreExceptions().atMost(Duration.ofSeconds(30)).until(() -> {
			try (java.net.Socket socket = new java.net.Socket()) {
				socket.connect(rpc);
				return true;
			}
		});
	}

	private void close() throws Exception {
		this.agents.forEach(Process::destroyForcibly);
		for (AutoCloseable each : this.open) {
			each.close();
		}
		this.transports.close();
	}

}
