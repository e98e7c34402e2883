package io.membership.sample.monitoring;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A real Prometheus watches three members, each a process of its own, of which one is
 * killed: every panel and every alert rule then has data.
 */
@Tag("interop")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DashboardTests {

	private final List<SampleProcess> members = new ArrayList<>();

	private PrometheusServer prometheus;

	@BeforeAll
	void threeMembersAreWatchedAndOneIsKilled(@TempDir Path folder) throws Exception {
		Program.require("prometheus");
		Path logs = Files.createDirectories(Path.of("target", "monitoring"));
		int seedPort = SampleProcess.freePort();
		this.members.add(SampleProcess.start("node-1", seedPort, seedPort, logs));
		this.members.add(SampleProcess.start("node-2", SampleProcess.freePort(), seedPort, logs));
		this.members.add(SampleProcess.start("node-3", SampleProcess.freePort(), seedPort, logs));
		this.prometheus = PrometheusServer.start(this.members.stream().map(SampleProcess::httpPort).toList(), folder);
		for (SampleProcess member : this.members) {
			await(60).until(() -> member.aliveMembers() == 3);
		}
		await(30).until(() -> this.prometheus.values("membership_members{status=\"alive\"} == 3").size() == 3);
		await(30)
			.until(() -> this.prometheus.values("membership_services_instances{status=\"passing\"} == 3").size() == 3);
		assertThat(this.members.get(0).say("hello")).isEqualTo(202);
		for (SampleProcess member : this.members) {
			await(10).untilAsserted(() -> assertThat(member.messages()).containsExactly("hello"));
		}
		this.members.get(2).kill();
		await(30).until(() -> this.prometheus.values("membership_members{status=\"failed\"} == 1").size() == 2);
	}

	@AfterAll
	void end() throws InterruptedException {
		this.members.forEach(SampleProcess::close);
		if (this.prometheus != null) {
			this.prometheus.close();
		}
	}

	@Test
	void everyPanelShowsData() throws Exception {
		List<Query> queries = Query.ofDashboard();
		assertThat(queries).hasSizeGreaterThan(30);
		for (Query query : queries) {
			await(20).untilAsserted(
					() -> assertThat(this.prometheus.values(query.expression())).as(query.toString()).isNotEmpty());
		}
	}

	@Test
	void everyAlertRuleHasDataToDecideOn() throws Exception {
		List<Query> rules = Query.ofAlertRules();
		assertThat(rules).isNotEmpty();
		await(10).untilAsserted(() -> assertThat(this.prometheus.healthyRules())
			.containsExactlyInAnyOrderElementsOf(rules.stream().map(Query::where).toList()));
		for (Query rule : rules) {
			Query query = rule.whetherOrNotItFires();
			await(20).untilAsserted(
					() -> assertThat(this.prometheus.values(query.expression())).as(query.toString()).isNotEmpty());
		}
	}

	@Test
	void theFailureShowsInThePanelsAndRaisesItsAlert() throws Exception {
		await(20).untilAsserted(() -> assertThat(this.prometheus.alerts()).contains("MembershipMemberFailed"));
		assertThat(this.prometheus.values("sum(membership_suspicions_total{outcome=\"expired\"})")).singleElement()
			.satisfies((count) -> assertThat(count).isPositive());
		assertThat(this.prometheus.values("sum(membership_probes_total{outcome=\"failed\"})")).singleElement()
			.satisfies((count) -> assertThat(count).isPositive());
	}

	@Test
	void theServiceOfTheMemberThatFailedIsCriticalAndTheOthersAreInSync() throws Exception {
		for (String expected : List.of("membership_services_instances{status=\"passing\"} == 2",
				"membership_services_instances{status=\"critical\"} == 1", "membership_services_out_of_sync == 0",
				"membership_services_full_sync_age_seconds < 120",
				"membership_services_sync_seconds_count{kind=\"full\", outcome=\"success\"} >= 1",
				"membership_services_replication_bytes_total{direction=\"in\"} > 0")) {
			await(20).untilAsserted(() -> assertThat(this.prometheus.values(expected)).as(expected).hasSize(2));
		}
	}

	private static ConditionFactory await(int seconds) {
		return Awaitility.await().atMost(Duration.ofSeconds(seconds)).ignoreExceptions();
	}

}
