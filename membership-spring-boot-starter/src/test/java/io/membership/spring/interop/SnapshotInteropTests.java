package io.membership.spring.interop;

import java.util.List;
import java.util.Map;

import io.membership.testing.MemberProcess;
import io.membership.testing.RequiresProgram;
import io.membership.testing.SerfAgent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static io.membership.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nodes that are killed come back by what they have written down of the cluster, and by
 * what the other implementation has written down.
 */
@RequiresProgram("serf")
@ExtendWith(MixedClusterExtension.class)
class SnapshotInteropTests {

	/**
	 * The applications send their catalog to the application of this name until the
	 * announcement of the agent that takes over reaches them.
	 */
	private static final String FOR_ITS_PREDECESSOR = "Received message of unknown type: 197";

	private static final String AGENT_REJOINED = "Re-joined to previously known node";

	private static final String APP_REJOINED = "Joined the cluster of the snapshot";

	private final MixedCluster cluster;

	SnapshotInteropTests(MixedCluster cluster) {
		this.cluster = cluster;
	}

	@Test
	void anAgentAndAnApplicationTakeOverFromEachOtherByTheSnapshotFile() {
		SerfAgent agent = this.cluster.agent("heir",
				Map.of("start_join", List.of(this.cluster.red().address()), "snapshot_path", snapshotOf("heir")));
		agent.start();
		told(agent, "while-agent");
		assertSnapshotKnowsEverybody(agent);
		agent.kill();

		SpringApp app = this.cluster.appInPlaceOf(agent, Map.of("membership.snapshot.path", snapshotOf("heir")));
		app.start();
		back(app, APP_REJOINED);
		told(app, "while-app");
		assertThat(app.receivedEvents()).doesNotContain("event while-agent");
		assertSnapshotKnowsEverybody(app);
		app.kill();

		SerfAgent heir = this.cluster.agentInPlaceOf(agent, Map.of("snapshot_path", snapshotOf("heir")));
		heir.start();
		back(heir, AGENT_REJOINED);
		told(heir, "while-heir");
		assertThat(heir.receivedEvents()).doesNotContain("while-app").containsOnlyOnce("while-agent");
		assertThat(heir.log().lines().filter((line) -> !line.endsWith(FOR_ITS_PREDECESSOR)))
			.noneMatch((line) -> line.contains("Unrecognized") || line.contains("Failed to parse")
					|| line.contains("[WARN] serf"));
		this.cluster.remove(heir);
	}

	@Test
	void anApplicationThatIsKilledComesBackByItsOwnSnapshot() {
		SpringApp app = this.cluster.app("sleeper", Map.of("membership.join", this.cluster.one().address(),
				"membership.snapshot.path", snapshotOf("sleeper")));
		app.start();
		told(app, "before-the-crash");
		assertSnapshotKnowsEverybody(app);
		app.kill();
		SpringApp again = this.cluster.appInPlaceOf(app, Map.of("membership.snapshot.path", snapshotOf("sleeper")));
		again.start();
		back(again, APP_REJOINED);
		assertThat(again.receivedEvents()).containsOnlyOnce("event before-the-crash");
		this.cluster.remove(again);
	}

	private void back(MemberProcess node, String logged) {
		eventually(() -> assertThat(node.log()).contains(logged));
		this.cluster.awaitStatus(this.cluster.all(), node, "alive");
		eventually(() -> assertThat(node.members()).containsKeys(names()));
	}

	/** Sends an event, which the node hears of. */
	private void told(MemberProcess node, String event) {
		this.cluster.awaitStatus(this.cluster.all(), node, "alive");
		this.cluster.two().serf().run("event", "-coalesce=false", event, "now");
		eventually(() -> assertThat(node.receivedEvents()).contains(event + " now"));
	}

	/** An agent writes what it has buffered only when it has something more to write. */
	private void assertSnapshotKnowsEverybody(MemberProcess node) {
		long heard = node.serf().json("info").at("/serf/event_time").asLong() - 1;
		eventually(() -> {
			this.cluster.two().serf().run("event", "-coalesce=false", "tick");
			String snapshot = node.text("snapshot");
			for (MemberProcess other : this.cluster.all()) {
				assertThat(snapshot).contains("alive: " + other.name() + " " + other.address() + "\n");
			}
			assertThat(lastClock(snapshot, "clock")).isPositive();
			assertThat(lastClock(snapshot, "event-clock")).isGreaterThanOrEqualTo(heard);
		});
	}

	private static long lastClock(String snapshot, String clock) {
		String prefix = clock + ": ";
		return snapshot.lines()
			.filter((line) -> line.startsWith(prefix))
			.mapToLong((line) -> Long.parseLong(line.substring(prefix.length())))
			.max()
			.orElse(-1);
	}

	private String snapshotOf(String node) {
		return this.cluster.file(node, "snapshot").toString();
	}

	private String[] names() {
		return this.cluster.all().stream().map(MemberProcess::name).toArray(String[]::new);
	}

}
