package io.membership.spring.interop;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import io.membership.testing.JsonApi;
import io.membership.testing.MemberProcess;
import io.membership.testing.ProgramResult;
import io.membership.testing.RequiresProgram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

import static io.membership.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/** Replaces the keys of the mixed cluster while it runs. */
@RequiresProgram("serf")
@ExtendWith(MixedClusterExtension.class)
class KeyInteropTests {

	private final MixedCluster cluster;

	private final LogMarks marks;

	KeyInteropTests(MixedCluster cluster) {
		this.cluster = cluster;
		this.marks = LogMarks.of(cluster.all());
	}

	@BeforeEach
	void everybodyHasTheSameKey() {
		this.cluster.awaitAgreement();
		for (MemberProcess node : this.cluster.all()) {
			assertThat(this.cluster.keys(node.name())).hasSize(1).isEqualTo(this.cluster.keys("one"));
		}
	}

	@AfterEach
	void nobodyHasFailedMeanwhile() {
		this.cluster.awaitAgreement();
		String names = "\\b(" + String.join("|", names()) + ")\\b";
		this.marks.assertNothingLogged("decrypt|EventMemberFailed: " + names + "|" + names + ": member-failed");
	}

	@Test
	void theKeyIsReplacedFromAnAgent() {
		replaceByTool(this.cluster.two());
	}

	@Test
	void theKeyIsReplacedByTheToolAtAnApplication() {
		replaceByTool(this.cluster.red());
	}

	@Test
	void theKeyIsReplacedByTheActuator() {
		String replacement = newKey();
		JsonApi actuator = this.cluster.blue().actuator();
		eventually(() -> {
			JsonNode rotation = actuator.post("clusterkeys/rotate", Map.of("key", replacement));
			assertThat(rotation.get("complete").asBoolean()).as(rotation::toString).isTrue();
		});
		assertInstalled(this.cluster.three(), replacement);
		assertOnlyKey(replacement);
		JsonNode keys = actuator.get("clusterkeys").get("keys");
		assertThat(keys).hasSize(1);
		assertThat(keys.get(0).get("primary").asInt()).isEqualTo(5);
		assertThat(keys.toString()).doesNotContain(replacement);
	}

	@Test
	void aKeyThatSomebodyDoesNotHaveIsNotMadeTheirPrimaryOne() {
		String stranger = newKey();
		for (MemberProcess asked : List.of(this.cluster.one(), this.cluster.blue())) {
			eventually(() -> {
				ProgramResult result = asked.serf().call("keys", "-use", stranger);
				assertThat(result.isSuccess()).isFalse();
				assertThat(result.output()).contains("5/5 nodes reported failure").contains(names());
			});
			eventually(() -> {
				ProgramResult result = asked.serf().call("keys", "-remove", this.cluster.keys("one").get(0));
				assertThat(result.output()).contains("5/5 nodes reported failure");
			});
		}
	}

	private void replaceByTool(MemberProcess asked) {
		String old = this.cluster.keys("one").get(0);
		String replacement = newKey();
		carryOut(asked, "-install=" + replacement, "Successfully installed key");
		assertInstalled(asked, old, replacement);
		carryOut(asked, "-use=" + replacement, "Successfully changed primary key");
		this.cluster.awaitAgreement();
		carryOut(asked, "-remove=" + old, "Successfully removed key");
		assertInstalled(asked, replacement);
		assertOnlyKey(replacement);
	}

	/** An answer may get lost, and then the same is asked again, as an operator does. */
	private void carryOut(MemberProcess asked, String operation, String done) {
		eventually(() -> {
			ProgramResult result = asked.serf().call("keys", operation);
			assertThat(result.output()).doesNotContain("reported failure");
			assertThat(result.output()).contains(done);
		});
	}

	private void assertInstalled(MemberProcess asked, String... keys) {
		eventually(() -> {
			List<String> shown = asked.serf()
				.call("keys", "-list")
				.output()
				.lines()
				.filter((line) -> line.endsWith("[5/5]"))
				.map((line) -> line.replace("[5/5]", "").strip())
				.toList();
			assertThat(shown).as("asked at %s", asked).containsExactlyInAnyOrder(keys);
		});
	}

	private void assertOnlyKey(String key) {
		eventually(() -> {
			for (MemberProcess node : this.cluster.all()) {
				assertThat(this.cluster.keys(node.name())).as("in the file of %s", node).containsExactly(key);
			}
		});
	}

	private String[] names() {
		return this.cluster.all().stream().map(MemberProcess::name).toArray(String[]::new);
	}

	private static String newKey() {
		byte[] key = new byte[32];
		new SecureRandom().nextBytes(key);
		return Base64.getEncoder().encodeToString(key);
	}

}
