package io.membership.spring.interop;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.membership.testing.JsonApi;
import io.membership.testing.MemberProcess;
import io.membership.testing.ProgramResult;
import io.membership.testing.RequiresProgram;
import io.membership.testing.SeenMember;
import io.membership.testing.TestProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

import static io.membership.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What agents and applications see of each other while all of them are there. Queries are
 * asked again when they have not reached all: they are gossiped, each node transmits them
 * four times, and so one of two hundred misses one of five nodes, agents among themselves
 * included.
 */
@RequiresProgram("serf")
@ExtendWith(MixedClusterExtension.class)
class MixedClusterTests {

	private final MixedCluster cluster;

	MixedClusterTests(MixedCluster cluster) {
		this.cluster = cluster;
	}

	@Test
	void everyNodeShowsTheSameMembersWithTheSameAddressesAndTags() {
		eventually(() -> {
			Map<String, SeenMember> expected = five(this.cluster.one().members());
			assertThat(expected).containsOnlyKeys(names());
			for (MemberProcess node : this.cluster.all()) {
				assertThat(five(node.members())).as("at %s", node).isEqualTo(expected);
				assertThat(expected.get(node.name()).address()).isEqualTo(node.address());
			}
			for (SpringApp app : this.cluster.apps()) {
				assertThat(five(app.endpointMembers())).as("at the endpoint of %s", app).isEqualTo(expected);
			}
			assertThat(expected.get("red").tags()).containsEntry("role", "web");
			assertThat(expected.get("three").tags()).containsEntry("role", "db");
		});
	}

	@Test
	void membersAreFilteredByNameStatusAndTagAtBothSides() {
		for (MemberProcess node : this.cluster.all()) {
			assertThat(node.serf().members("-tag=role=web")).as("at %s", node).containsOnlyKeys("one", "red");
			assertThat(node.serf().members("-name=t.*", "-status=alive")).as("at %s", node)
				.containsOnlyKeys("two", "three");
		}
	}

	@Test
	void theApplicationsAreInTheCatalogOfServicesMeanwhile() {
		for (SpringApp app : this.cluster.apps()) {
			assertThat(app.log()).contains("Registered as a service");
		}
	}

	@Test
	void theEndpointFiltersByTagAndStatusAsTheToolDoes() {
		assertThat(this.cluster.blue().endpointMembers("?tag=role=web&status=alive")).containsOnlyKeys("one", "red");
	}

	@Test
	void aTagThatIsChangedAtOneNodeIsSeenByAll() {
		for (MemberProcess changing : List.of(this.cluster.one(), this.cluster.blue())) {
			changing.serf().run("tags", "-set", "version=2", "-set", "gone=soon");
			eventually(() -> assertEverywhere((members) -> members.get(changing.name()).tags().get("gone"), "soon"));
			changing.serf().run("tags", "-delete", "gone");
			eventually(() -> {
				assertEverywhere((members) -> members.get(changing.name()).tags().get("gone"), null);
				assertEverywhere((members) -> members.get(changing.name()).tags().get("version"), "2");
			});
			changing.serf().run("tags", "-delete", "version");
		}
	}

	@Test
	void aUserEventReachesEveryNodeOnceWhicheverSideSendsIt() {
		this.cluster.two().serf().run("event", "-coalesce=false", "from-agent", "v1");
		this.cluster.red().serf().run("event", "-coalesce=false", "from-app", "v2");
		this.cluster.blue().serf().run("event", "from-app-coalesced", "v3");
		this.cluster.blue().actuator().post("clusterevents", Map.of("name", "from-actuator", "payload", "v4"));
		eventually(() -> {
			for (MemberProcess node : this.cluster.all()) {
				assertThat(node.receivedEvents()).as("at %s", node)
					.containsOnlyOnce("from-agent v1")
					.containsOnlyOnce("from-app v2")
					.containsOnlyOnce("from-app-coalesced v3")
					.containsOnlyOnce("from-actuator v4");
			}
		});
	}

	@Test
	void aQueryIsAcknowledgedAndAnsweredByEveryNodeWhicheverSideAsks() {
		eventually(() -> {
			for (MemberProcess asking : List.of(this.cluster.one(), this.cluster.red())) {
				JsonNode answers = ask(asking);
				assertThat(acks(answers)).as("asked by %s", asking).containsExactlyInAnyOrder(names());
				assertThat(responses(answers)).as("asked by %s", asking)
					.isEqualTo(this.cluster.all()
						.stream()
						.collect(Collectors.toMap(MemberProcess::name,
								(node) -> "load of " + node.name() + " for cpu")));
			}
		});
	}

	@Test
	void theActuatorAsksNodesAndTags() {
		eventually(() -> {
			JsonApi actuator = this.cluster.blue().actuator();
			JsonNode all = actuator.post("clusterqueries",
					Map.of("name", "load", "payload", "cpu", "ack", true, "timeout", "1500ms"));
			assertThat(all.get("acks").valueStream().map(JsonNode::asString)).containsExactlyInAnyOrder(names());
			assertThat(answers(all)).containsOnlyKeys(names()).containsEntry("two", "load of two for cpu");
			JsonNode some = actuator.post("clusterqueries", Map.of("name", "load", "payload", "cpu", "nodes",
					"one,two,red", "tags", "dc=^west$", "timeout", "1500ms"));
			assertThat(answers(some)).containsOnlyKeys("two", "red");
			assertThat(some.get("acks")).isEmpty();
		});
	}

	@Test
	void aQueryGoesOnlyToTheNodesAndTagsThatItNames() {
		for (MemberProcess asking : List.of(this.cluster.three(), this.cluster.blue())) {
			assertAsked(asking, List.of("one", "red"), "-node=one", "-node=red");
			assertAsked(asking, List.of("one", "red", "blue"), "-tag=role=^(web|cache)$");
			assertAsked(asking, List.of("two"), "-tag=role=db", "-tag=dc=west", "-node=two", "-node=three");
			eventually(() -> {
				JsonNode silent = ask(asking, "-no-ack", "-node=one", "-node=blue");
				assertThat(acks(silent)).as("asked by %s", asking).isEmpty();
				assertThat(responses(silent)).containsOnlyKeys("one", "blue");
			});
		}
	}

	private void assertAsked(MemberProcess asking, List<String> expected, String... filters) {
		eventually(() -> {
			JsonNode answers = ask(asking, filters);
			assertThat(acks(answers)).as("asked by %s", asking).containsExactlyInAnyOrderElementsOf(expected);
			assertThat(responses(answers)).as("asked by %s", asking).containsOnlyKeys(expected);
		});
	}

	private static JsonNode ask(MemberProcess asking, String... filters) {
		List<String> arguments = new ArrayList<>(List.of("-timeout=1s"));
		arguments.addAll(List.of(filters));
		arguments.addAll(List.of("load", "cpu"));
		return asking.serf().json("query", arguments.toArray(String[]::new));
	}

	@Test
	void answersThatAreRelayedByTheOtherSideAreCountedOnce() {
		eventually(() -> {
			for (MemberProcess asking : List.of(this.cluster.two(), this.cluster.red())) {
				String output = asking.serf().run("query", "-timeout=1500ms", "-relay-factor=3", "load", "cpu");
				assertThat(output).as("asked by %s", asking).contains("Total Acks: 5", "Total Responses: 5");
			}
		});
	}

	@Test
	void everyNodeEstimatesTheRoundTripTimeBetweenAnyTwo() {
		eventually(() -> {
			for (MemberProcess asked : this.cluster.all()) {
				for (String[] pair : List.of(new String[] { "one", "red" }, new String[] { "blue", "two" },
						new String[] { "red", "blue" })) {
					ProgramResult result = asked.serf().call("rtt", pair);
					assertThat(result.output()).as("at %s", asked)
						.contains("Estimated " + pair[0] + " <-> " + pair[1] + " rtt:");
				}
			}
		});
		assertThat(this.cluster.red().serf().run("rtt", "one")).contains("Estimated one <-> red rtt:");
		assertThat(this.cluster.red().actuator().get("cluster/two").get("rttMillis").asDouble()).isNotNegative();
	}

	@Test
	void everyNodeFindsAllOthersReachable() {
		eventually(() -> {
			for (MemberProcess asking : List.of(this.cluster.one(), this.cluster.red())) {
				assertThat(asking.serf().run("reachability")).as("asked by %s", asking)
					.contains("live members: 5", "Successfully contacted all live nodes");
			}
		});
	}

	@Test
	void theStatisticsOfAnApplicationHaveTheFieldsOfAnAgent() {
		JsonNode agent = this.cluster.one().serf().json("info");
		JsonNode app = this.cluster.red().serf().json("info");
		assertThat(app.propertyNames()).containsExactlyInAnyOrderElementsOf(agent.propertyNames());
		assertThat(app.get("serf").propertyNames())
			.containsExactlyInAnyOrderElementsOf(agent.get("serf").propertyNames());
		assertThat(app.at("/serf/encrypted").asString()).isEqualTo("true");
		assertThat(app.at("/agent/name").asString()).isEqualTo("red");
		assertThat(app.at("/tags/role").asString()).isEqualTo("web");
	}

	@Test
	void theMonitorShowsTheLogOfAnApplication() {
		try (TestProcess monitor = this.cluster.red()
			.serf()
			.stream(this.cluster.red().file("monitor"), "monitor", "-log-level=debug")) {
			this.cluster.two().serf().run("event", "-coalesce=false", "monitored", "now");
			eventually(() -> assertThat(monitor.log()).contains("[INFO]", "monitored"));
		}
	}

	private void assertEverywhere(Function<Map<String, SeenMember>, Object> view, Object expected) {
		for (MemberProcess node : this.cluster.all()) {
			assertThat(view.apply(node.members())).as("at %s", node).isEqualTo(expected);
		}
		for (SpringApp app : this.cluster.apps()) {
			assertThat(view.apply(app.endpointMembers())).as("at the endpoint of %s", app).isEqualTo(expected);
		}
	}

	private String[] names() {
		return this.cluster.all().stream().map(MemberProcess::name).toArray(String[]::new);
	}

	/** Without those that other tests have left behind. */
	private Map<String, SeenMember> five(Map<String, SeenMember> members) {
		Map<String, SeenMember> five = new TreeMap<>(members);
		five.keySet().retainAll(List.of(names()));
		return five;
	}

	private static List<String> acks(JsonNode answers) {
		return answers.get("Acks").valueStream().map(JsonNode::asString).toList();
	}

	private static Map<String, String> answers(JsonNode result) {
		return result.get("answers")
			.valueStream()
			.collect(Collectors.toMap((answer) -> answer.get("from").asString(),
					(answer) -> answer.get("payload").asString().strip()));
	}

	private static Map<String, String> responses(JsonNode answers) {
		return answers.get("Responses")
			.propertyStream()
			.collect(Collectors.toMap(Map.Entry::getKey, (entry) -> entry.getValue().asString().strip()));
	}

}
