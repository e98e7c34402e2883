package io.membership.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.membership.cluster.MemberState;
import io.membership.simulation.cluster.SimulatedCluster;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** A method runs once for each seed, and a failure can be replayed. */
class ClusterSimulationTests {

	private static final List<Long> ran = new ArrayList<>();

	@ClusterSimulation(seeds = 3, members = 3)
	void theClusterRunsAndAgrees(SimulatedCluster cluster) {
		assertThat(cluster.agreed()).isTrue();
		assertThat(cluster.seed()).isBetween(1L, 3L);
	}

	@ClusterSimulation(seeds = 2, members = 2)
	void theSettingsCanBeChangedBeforeTheStart(SimulatedCluster.Builder builder) {
		SimulatedCluster cluster = builder.settings((config) -> config.withTags(Map.of("role", "web"))).start();
		assertThat(cluster.member(1).view("member-2").orElseThrow().tags()).containsEntry("role", "web");
	}

	@Test
	void eachSeedRunsUntilOneFails() {
		ran.clear();
		run("failsWithTheSecondSeed", Map.of());
		assertThat(ran).containsExactly(1L, 2L);
	}

	@Test
	void aFailureNamesTheSeedAndShowsTheTimeline() {
		Throwable failure = run("failsWithTheSecondSeed", Map.of()).get(1).getThrowable().orElseThrow();
		assertThat(failure).hasMessageContaining("replay it with -Dmembership.simulation.seed=2")
			.hasMessageContaining("Timeline of seed 2:")
			.hasMessageContaining("member-1     crashes")
			.hasMessageContaining("member-2     sees member-1 fail");
	}

	@Test
	void aPropertyReplaysOneSeed() {
		ran.clear();
		run("failsWithTheSecondSeed", Map.of(ClusterSimulationExtension.SEED, "42"));
		assertThat(ran).containsExactly(42L);
	}

	@Test
	void aWaitThatFailsShowsTheTimelineOnce() {
		Throwable failure = run("waitsInVain", Map.of()).get(0).getThrowable().orElseThrow();
		assertThat(failure.getMessage().split("Timeline of seed", -1)).hasSize(2);
		assertThat(failure).hasMessageContaining("not within 1.000 s: all running members see each other")
			.hasMessageContaining("member-2 sees ");
	}

	private static List<TestExecutionResult> run(String method, Map<String, String> parameters) {
		LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
			.selectors(DiscoverySelectors.selectMethod(Failing.class, method, SimulatedCluster.class))
			.configurationParameters(parameters)
			.build();
		List<TestExecutionResult> results = new ArrayList<>();
		LauncherFactory.create().execute(request, new TestExecutionListener() {

			@Override
			public void executionFinished(TestIdentifier test, TestExecutionResult result) {
				if (test.isTest()) {
					results.add(result);
				}
			}

		});
		return results;
	}

	/** Only to be run by the tests above. */
	static class Failing {

		@ClusterSimulation(seeds = 5, members = 2)
		void failsWithTheSecondSeed(SimulatedCluster cluster) {
			ran.add(cluster.seed());
			cluster.member(1).crash();
			cluster.awaitAgreement(Duration.ofMinutes(1));
			assertThat(cluster.member(2).stateOf("member-1")).isEqualTo(MemberState.FAILED);
			assertThat(cluster.seed()).isNotEqualTo(2);
		}

		@ClusterSimulation(seeds = 1, members = 2)
		void waitsInVain(SimulatedCluster cluster) {
			cluster.member(1).crash();
			cluster.awaitAgreement(Duration.ofSeconds(1));
		}

	}

}
