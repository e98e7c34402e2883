package io.membership.interop;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.membership.catalog.CatalogConfig;
import io.membership.catalog.CatalogInstance;
import io.membership.catalog.ServiceDefinition;
import io.membership.catalog.ServiceDiscovery;
import io.membership.catalog.ServiceRegistration;
import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterConfig;
import io.membership.cluster.ClusterMember;
import io.membership.gossip.MemberlistConfig;
import io.membership.netty.NettyTransportFactory;
import io.membership.testing.RequiresProgram;
import io.membership.testing.SerfAgent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.membership.testing.Eventually.await;
import static io.membership.testing.Eventually.eventually;
import static io.membership.testing.Eventually.result;
import static org.assertj.core.api.Assertions.assertThat;

/** Three of our members with a catalog and two real Serf agents in one cluster. */
@RequiresProgram("serf")
class CatalogInteropTests {

	private static final int MEMBERS = 3;

	private final List<SerfAgent> agents = new ArrayList<>();

	private final List<Cluster> clusters = new ArrayList<>();

	private final List<ServiceDiscovery> services = new ArrayList<>();

	private NettyTransportFactory transports;

	@TempDir
	private Path folder;

	@BeforeEach
	void start() throws Exception {
		this.transports = new NettyTransportFactory();
		for (int i = 0; i < MEMBERS; i++) {
			MemberlistConfig gossip = MemberlistConfig.local("java" + i)
				.withNetwork((network) -> network.withBindAddress(InetAddress.getLoopbackAddress()).withBindPort(0))
				.withPushPull((pushPull) -> pushPull.withInterval(Duration.ofSeconds(2)));
			Cluster cluster = Cluster.create(ClusterConfig.of(gossip).withTags(Map.of("role", "app")), this.transports);
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
		this.agents.forEach(SerfAgent::close);
		this.clusters.forEach(Cluster::close);
		this.transports.close();
	}

	@Test
	void realAgentsSeeNothingOfTheCatalogAndLogNothingOfIt() throws Exception {
		String one = startAgent("one");
		String two = startAgent("two");
		for (Cluster cluster : this.clusters) {
			assertThat(result(cluster.join(List.of(one, two), false), "the join").reached()).isEqualTo(2);
		}
		eventually(() -> assertThat(this.clusters)
			.allSatisfy((cluster) -> assertThat(cluster.members()).extracting(ClusterMember::name)
				.containsExactly("java0", "java1", "java2", "one", "two")));
		for (int i = 0; i < MEMBERS; i++) {
			register(i, "web", 20);
			// too large for a packet
			register(i, "large", 3000);
		}
		eventually(() -> assertAll("web", "large"));
		for (int i = 0; i < 30; i++) {
			register(i % MEMBERS, "web", 10 + i);
		}
		this.services.get(2).local().deregister("large");
		eventually(() -> assertThat(this.services)
			.allSatisfy((each) -> assertThat(each.catalog().instances("large")).hasSize(2)));
		// some push/pulls between all of them
		long before = agentPushPulls();
		await("push/pulls with the agents").until(() -> agentPushPulls() > before + 3);
		this.services.get(0).close();
		result(this.clusters.get(1).leave(), "the leave");
		eventually(() -> assertThat(this.services.get(2).catalog().instances("web")).extracting(CatalogInstance::member)
			.containsExactly("java0", "java2"));
		for (SerfAgent agent : this.agents) {
			// on a loaded machine an agent may also warn of a late answer to a probe
			assertThat(agent.log()).doesNotContain("[ERR]")
				.doesNotContainPattern("\\[WARN\\] (?!memberlist: (Refuting|Was able to connect to))")
				.doesNotContainIgnoringCase("unknown message type")
				.doesNotContainIgnoringCase("panic");
		}
	}

	private void register(int member, String name, int bytes) {
		this.services.get(member)
			.local()
			.register(ServiceRegistration
				.of(ServiceDefinition.of(name, 8080).withMetadata(Map.of("text", "x".repeat(bytes)))));
	}

	private void assertAll(String... names) {
		assertThat(this.services).allSatisfy((each) -> {
			for (String name : names) {
				assertThat(each.catalog().passing(name)).extracting(CatalogInstance::member)
					.containsExactly("java0", "java1", "java2");
			}
		});
	}

	/** How often the agents have begun or answered a push/pull, by their own logs. */
	private long agentPushPulls() {
		long count = 0;
		for (SerfAgent agent : this.agents) {
			count += agent.log()
				.lines()
				.filter((line) -> line.contains("push/pull sync") || line.contains("Stream connection"))
				.count();
		}
		return count;
	}

	private String startAgent(String name) {
		SerfAgent agent = new SerfAgent(this.folder, name,
				Map.of("profile", "local", "tags", Map.of("role", "serf"), "event_handlers", List.of()));
		this.agents.add(agent);
		agent.start();
		return agent.address();
	}

}
