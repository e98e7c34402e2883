package io.membership.interop;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterConfig;
import io.membership.cluster.ClusterEvent;
import io.membership.cluster.ClusterMember;
import io.membership.cluster.MemberState;
import io.membership.gossip.MemberlistConfig;
import io.membership.netty.NettyTransportFactory;
import io.membership.testing.RequiresProgram;
import io.membership.testing.SerfAgent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.membership.testing.Eventually.eventually;
import static io.membership.testing.Eventually.result;
import static org.assertj.core.api.Assertions.assertThat;

/** Our cluster layer and real Serf agents, driven by the real {@code serf} tool. */
@RequiresProgram("serf")
class SerfInteropTests {

	private final List<SerfAgent> agents = new ArrayList<>();

	private final List<ClusterEvent> events = new CopyOnWriteArrayList<>();

	private NettyTransportFactory transports;

	private Cluster cluster;

	@TempDir
	private Path folder;

	@BeforeEach
	void start() throws Exception {
		this.transports = new NettyTransportFactory();
		MemberlistConfig gossip = MemberlistConfig.local("java")
			.withNetwork((network) -> network.withBindAddress(InetAddress.getLoopbackAddress()).withBindPort(0));
		this.cluster = Cluster.create(ClusterConfig.of(gossip).withTags(Map.of("role", "app")), this.transports);
		this.cluster.subscribe(this.events::add);
		this.cluster.start();
	}

	@AfterEach
	void stop() {
		this.agents.forEach(SerfAgent::close);
		this.cluster.close();
		this.transports.close();
	}

	@Test
	void membershipTagsEventsAndLeavesAreSeenFromBothSides() throws Exception {
		SerfAgent one = agent("one", "web");
		SerfAgent two = agent("two", "db");
		result(this.cluster.join(List.of(one.address()), false), "the join");
		assertThat(two.serf().run("join", java())).contains("Successfully joined");
		eventually(() -> {
			assertThat(this.cluster.members()).extracting(ClusterMember::name).containsExactly("java", "one", "two");
			assertThat(one.serf().run("members")).contains("java", "role=app", "two");
			assertThat(two.serf().run("members")).contains("java", "role=app", "one");
		});
		assertThat(this.cluster.member("two").orElseThrow().tags()).containsEntry("role", "db");

		one.serf().run("tags", "-set", "zone=b");
		result(this.cluster.tags(Map.of("role", "app", "version", "2")), "the change of the tags");
		eventually(() -> {
			assertThat(this.cluster.member("one").orElseThrow().tags()).containsEntry("zone", "b");
			assertThat(two.serf().run("members")).contains("version=2");
		});

		one.serf().run("event", "deploy", "v7");
		eventually(() -> assertThat(userEvents()).contains("deploy=v7"));
		result(this.cluster.publish("from-java", "hello".getBytes(StandardCharsets.UTF_8), false), "the user event");
		eventually(() -> assertThat(two.log()).contains("from-java"));

		eventually(() -> assertThat(one.serf().run("rtt", "java", "one")).contains("Estimated"));

		assertThat(two.serf().run("leave")).contains("Graceful leave complete");
		two.process().awaitEnd();
		eventually(() -> assertThat(this.cluster.member("two").orElseThrow().state()).isEqualTo(MemberState.LEFT));
		result(this.cluster.leave(), "the leave");
		eventually(() -> assertThat(one.serf().run("members")).containsPattern("java.*left"));
		assertThat(one.log()).doesNotContain("[ERR]");
	}

	@Test
	void anAgentThatIsKilledFailsAndIsForcedToHaveLeftByTheTool() throws Exception {
		SerfAgent one = agent("one", "web");
		SerfAgent two = agent("two", "db");
		result(this.cluster.join(List.of(one.address(), two.address()), false), "the join");
		eventually(() -> assertThat(one.serf().run("members")).contains("java", "two"));
		two.kill();
		eventually(() -> assertThat(this.cluster.member("two").orElseThrow().state()).isEqualTo(MemberState.FAILED));
		eventually(() -> assertThat(one.serf().run("members")).containsPattern("two.*failed"));
		one.serf().run("force-leave", "two");
		eventually(() -> assertThat(this.cluster.member("two").orElseThrow().state()).isEqualTo(MemberState.LEFT));
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

	private SerfAgent agent(String name, String role) {
		SerfAgent agent = new SerfAgent(this.folder, name,
				Map.of("profile", "local", "tags", Map.of("role", role), "event_handlers", List.of()));
		this.agents.add(agent);
		agent.start();
		return agent;
	}

}
