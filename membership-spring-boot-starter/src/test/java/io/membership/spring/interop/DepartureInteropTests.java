package io.membership.spring.interop;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.membership.testing.MemberProcess;
import io.membership.testing.RequiresProgram;
import io.membership.testing.SerfAgent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static io.membership.testing.Eventually.await;
import static io.membership.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/** How agents and applications see each other leave, fail and be forgotten. */
@RequiresProgram("serf")
@ExtendWith(MixedClusterExtension.class)
class DepartureInteropTests {

	private final MixedCluster cluster;

	DepartureInteropTests(MixedCluster cluster) {
		this.cluster = cluster;
	}

	@Test
	void anAgentThatLeavesHasLeftForEverybody() {
		SerfAgent leaver = this.cluster.agent("leaving-agent", joiningAsAgent(this.cluster.red()));
		leaver.start();
		this.cluster.awaitStatus(this.cluster.all(), leaver, "alive");
		assertThat(leaver.serf().run("leave")).contains("Graceful leave complete");
		assertThat(leaver.process().awaitEnd()).isZero();
		this.cluster.awaitStatus(this.cluster.patient(), leaver, "left");
		this.cluster.awaitStatus(this.cluster.forgetful(), leaver, null);
		this.cluster.remove(leaver);
	}

	@Test
	void anApplicationThatIsShutDownHasLeftForEverybody() {
		SpringApp leaver = this.cluster.app("leaving-app", joiningAsApp(this.cluster.one()));
		leaver.start();
		this.cluster.awaitStatus(this.cluster.all(), leaver, "alive");
		leaver.process().terminate();
		this.cluster.awaitStatus(this.cluster.patient(), leaver, "left");
		this.cluster.remove(leaver);
	}

	@Test
	void anApplicationThatTheToolMakesLeaveHasLeftForEverybody() {
		SpringApp leaver = this.cluster.app("dismissed-app", joiningAsApp(this.cluster.one()));
		leaver.start();
		this.cluster.awaitStatus(this.cluster.all(), leaver, "alive");
		assertThat(leaver.serf().run("leave")).contains("Graceful leave complete");
		assertThat(leaver.process().awaitEnd()).isZero();
		this.cluster.awaitStatus(this.cluster.patient(), leaver, "left");
		this.cluster.remove(leaver);
	}

	@Test
	void killedNodesFailAndAreForgottenAfterTheirTimeWhereThatIsShort() {
		SerfAgent agent = this.cluster.agent("killed-agent", joiningAsAgent(this.cluster.red()));
		SpringApp app = this.cluster.app("killed-app", joiningAsApp(this.cluster.one()));
		startAndKill(agent, app);
		for (MemberProcess lost : List.of(agent, app)) {
			this.cluster.awaitStatus(this.cluster.patient(), lost, "failed");
			this.cluster.awaitStatus(this.cluster.forgetful(), lost, null);
			for (MemberProcess forgetful : this.cluster.forgetful()) {
				assertThat(forgetful.log())
					.containsPattern("EventMemberReap: " + lost + "\\b|" + lost + ": member-reap");
			}
			this.cluster.awaitStatus(this.cluster.patient(), lost, "failed");
		}
		this.cluster.remove(agent);
		this.cluster.remove(app);
	}

	@Test
	void killedNodesAreMadeToLeaveAndPrunedFromTheOtherSide() {
		SerfAgent agent = this.cluster.agent("forced-agent", joiningAsAgent(this.cluster.red()));
		SpringApp app = this.cluster.app("forced-app", joiningAsApp(this.cluster.one()));
		startAndKill(agent, app);
		Map<MemberProcess, MemberProcess> forcing = Map.of(agent, this.cluster.red(), app, this.cluster.one());
		forcing.forEach((lost, by) -> {
			this.cluster.awaitStatus(this.cluster.patient(), lost, "failed");
			by.serf().run("force-leave", lost.name());
			this.cluster.awaitStatus(this.cluster.patient(), lost, "left");
			this.cluster.prune(by, lost);
			this.cluster.awaitStatus(this.cluster.all(), lost, null);
		});
	}

	@Test
	void theActuatorForcesAKilledAgentOut() {
		SerfAgent agent = this.cluster.agent("pruned-agent", joiningAsAgent(this.cluster.red()));
		agent.start();
		this.cluster.awaitStatus(this.cluster.all(), agent, "alive");
		agent.kill();
		this.cluster.awaitStatus(this.cluster.patient(), agent, "failed");
		assertThat(this.cluster.red().actuator().get("cluster/pruned-agent").get("reapAt").asString()).isNotEmpty();
		this.cluster.red().actuator().delete("clustermembers/pruned-agent");
		this.cluster.awaitStatus(this.cluster.patient(), agent, "left");
		this.cluster.red().actuator().delete("clustermembers/pruned-agent?prune=true");
		eventually(() -> assertThat(this.cluster.red().statusOf("pruned-agent")).isNull());
		this.cluster.prune(this.cluster.one(), agent);
	}

	@Test
	void aNodeThatIsAliveRefutesThatItIsMadeToLeave() {
		// as in Serf, an intent that gossip does not deliver to the node it names stays
		// unrefuted until it is repeated
		await("the nodes to refute").pollInterval(Duration.ofSeconds(15)).until(() -> {
			this.cluster.one().serf().run("force-leave", "red");
			this.cluster.red().serf().run("force-leave", "two");
			return this.cluster.agreesWithin(Duration.ofSeconds(15));
		});
	}

	private void startAndKill(SerfAgent agent, SpringApp app) {
		app.launch();
		agent.start();
		app.awaitReady();
		this.cluster.awaitStatus(this.cluster.all(), agent, "alive");
		this.cluster.awaitStatus(this.cluster.all(), app, "alive");
		agent.kill();
		app.kill();
	}

	private static Map<String, Object> joiningAsAgent(MemberProcess seed) {
		return Map.of("start_join", List.of(seed.address()));
	}

	private static Map<String, Object> joiningAsApp(MemberProcess seed) {
		return Map.of("membership.join", seed.address());
	}

}
