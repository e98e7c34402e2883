package io.membership.interop;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterConfig;
import io.membership.cluster.ClusterMember;
import io.membership.gossip.MemberlistConfig;
import io.membership.netty.NettyTransportFactory;
import io.membership.seeds.MdnsDiscovery;
import io.membership.testing.SerfAgent;

import static io.membership.testing.Eventually.await;

/**
 * What {@link MdnsInteropTests} runs in a network of its own, where multicast goes over
 * loopback: three clusters that form by multicast DNS alone. Ends with 0 if they do.
 */
final class MdnsScenario {

	private static final String LOOPBACK = "lo";

	private final List<AutoCloseable> open = new ArrayList<>();

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
		agent("one.with.dots", "found.net0");
		Cluster cluster = cluster("java", discovery("found.net0"));
		expect(cluster, "java", "one.with.dots");
	}

	private void aSerfAgentFindsUs() throws Exception {
		MdnsDiscovery announcing = discovery("finds.net0");
		Cluster cluster = cluster("java.with.dots", null);
		announcing.announce("java.with.dots", cluster.memberlist().localMember().address());
		MdnsDiscovery other = discovery("finds.net0");
		await("an announcement").until(() -> !other.seeds().isEmpty());
		if (!announcing.seeds().isEmpty()) {
			throw new IllegalStateException("It has found itself");
		}
		agent("two", "finds.net0");
		expect(cluster, "java.with.dots", "two");
	}

	private void weFindEachOther() throws Exception {
		for (String name : List.of("a", "b")) {
			MdnsDiscovery discovery = discovery("ours.a.b");
			Cluster cluster = cluster(name, discovery);
			discovery.announce(name, cluster.memberlist().localMember().address());
			if (name.equals("b")) {
				expect(cluster, "a", "b");
			}
		}
	}

	private static void expect(Cluster cluster, String... names) {
		await("the members " + List.of(names))
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
		Cluster cluster = Cluster.create(ClusterConfig.of(gossip), this.transports);
		cluster.start();
		this.open.add(cluster);
		return cluster;
	}

	private void agent(String name, String discover) {
		SerfAgent agent = new SerfAgent(this.folder, name,
				Map.of("profile", "local", "discover", discover, "interface", LOOPBACK));
		this.open.add(agent);
		agent.start();
	}

	private void close() throws Exception {
		for (AutoCloseable each : this.open) {
			each.close();
		}
		this.transports.close();
	}

}
