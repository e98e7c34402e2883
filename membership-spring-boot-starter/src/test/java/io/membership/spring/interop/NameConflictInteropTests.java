package io.membership.spring.interop;

import java.util.List;
import java.util.Map;

import io.membership.testing.MemberProcess;
import io.membership.testing.RequiresProgram;
import io.membership.testing.SeenMember;
import io.membership.testing.SerfAgent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

import static io.membership.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/** Two nodes of one name: the one that the others know stays, the other one goes. */
@RequiresProgram("serf")
@ExtendWith(MixedClusterExtension.class)
class NameConflictInteropTests {

	private final MixedCluster cluster;

	NameConflictInteropTests(MixedCluster cluster) {
		this.cluster = cluster;
	}

	@Test
	void anAgentWithTheNameOfAnApplicationLosesAndTheApplicationStays() {
		SpringApp app = this.cluster.app("double", Map.of("membership.join", this.cluster.one().address()));
		app.start();
		this.cluster.awaitStatus(this.cluster.all(), app, "alive");
		SerfAgent agent = this.cluster.agent("double", Map.of());
		agent.start();
		agent.serf().call("join", this.cluster.two().address());
		agent.process().awaitEnd();
		assertThat(agent.log()).contains("minority in name conflict resolution");
		assertThat(app.process().isAlive()).isTrue();
		assertThat(app.health().at("/components/cluster/status").asString()).isEqualTo("UP");
		assertStays(app);
		this.cluster.remove(app);
	}

	@Test
	void anApplicationWithTheNameOfAnAgentStepsBackAndGoesOnRunning() {
		SerfAgent agent = this.cluster.agent("twin", Map.of("start_join", List.of(this.cluster.red().address())));
		agent.start();
		this.cluster.awaitStatus(this.cluster.all(), agent, "alive");
		SpringApp app = this.cluster.app("twin", Map.of("membership.join", this.cluster.one().address()));
		app.start();
		eventually(() -> {
			JsonNode health = app.health().at("/components/cluster");
			assertThat(health.get("status").asString()).isEqualTo("DOWN");
			assertThat(health.at("/details/memberState").asString()).isEqualTo("name_lost");
		});
		assertThat(app.log()).contains("this member steps back");
		assertThat(app.process().isAlive()).isTrue();
		assertThat(agent.process().isAlive()).isTrue();
		assertStays(agent);
		app.kill();
		this.cluster.remove(agent);
	}

	private void assertStays(MemberProcess node) {
		for (MemberProcess other : this.cluster.all()) {
			SeenMember seen = other.members().get(node.name());
			assertThat(seen.status()).as("%s at %s", node, other).isEqualTo("alive");
			assertThat(seen.address()).as("%s at %s", node, other).isEqualTo(node.address());
		}
	}

}
