package io.membership.sample.monitoring;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.membership.testing.RequiresProgram;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import static io.membership.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A real Prometheus watches three members, each a process of its own, of which one is
 * killed: every panel and every alert rule then has data.
 */
@RequiresProgram("prometheus")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DashboardTests {

	private final List<SampleProcess> members = new ArrayList<>();

	private PrometheusServer prometheus;

	@BeforeAll
	void threeMembersAreWatchedAndOneIsKilled(@TempDir Path folder) throws Exception {
		Path logs = Files.createDirectories(Path.of("target", "monitoring"));
		SampleProcess seed = member(logs, "node-1", Map.of());
		seed.start();
		for (String name : List.of("node-2", "node-3")) {
			member(logs, name, Map.of("membership.join", seed.address())).launch();
		}
		this.members.forEach(SampleProcess::awaitReady);
		this.prometheus = new PrometheusServer(folder, this.members.stream().map(SampleProcess::httpPort).toList());
		this.prometheus.start();
		for (SampleProcess member : this.members) {
			eventually(() -> assertThat(member.aliveMembers()).isEqualTo(3));
		}
		awaitValues(3, "membership_members{status=\"alive\"} == 3");
		awaitValues(3, "membership_services_instances{status=\"passing\"} == 3");
		assertThat(this.members.get(0).say("hello")).isEqualTo(202);
		for (SampleProcess member : this.members) {
			eventually(() -> assertThat(member.messages()).containsExactly("hello"));
		}
		this.members.get(2).kill();
		awaitValues(2, "membership_members{status=\"failed\"} == 1");
	}

	@AfterAll
	void end() {
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
			eventually(() -> assertThat(this.prometheus.values(query.expression())).as(query.toString()).isNotEmpty());
		}
	}

	@Test
	void everyAlertRuleHasDataToDecideOn() throws Exception {
		List<Query> rules = Query.ofAlertRules();
		assertThat(rules).isNotEmpty();
		eventually(() -> assertThat(this.prometheus.healthyRules())
			.containsExactlyInAnyOrderElementsOf(rules.stream().map(Query::where).toList()));
		for (Query rule : rules) {
			Query query = rule.whetherOrNotItFires();
			eventually(() -> assertThat(this.prometheus.values(query.expression())).as(query.toString()).isNotEmpty());
		}
	}

	@Test
	void theFailureShowsInThePanelsAndRaisesItsAlert() throws Exception {
		eventually(() -> assertThat(this.prometheus.alerts()).contains("MembershipMemberFailed"));
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
			awaitValues(2, expected);
		}
	}

	private SampleProcess member(Path logs, String name, Map<String, Object> properties) {
		SampleProcess member = new SampleProcess(logs, name, properties);
		this.members.add(member);
		return member;
	}

	private void awaitValues(int count, String expression) {
		eventually(() -> assertThat(this.prometheus.values(expression)).as(expression).hasSize(count));
	}

}
