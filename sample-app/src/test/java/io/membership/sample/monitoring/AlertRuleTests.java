package io.membership.sample.monitoring;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

import io.membership.testing.ProgramResult;
import io.membership.testing.RequiresProgram;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The alert rules in Prometheus' own test tool. */
class AlertRuleTests {

	@Test
	@RequiresProgram("promtool")
	void everyAlertFiresWhenItShouldAndAHealthyClusterIsQuiet() {
		run("test", "rules", "alerts-test.yml");
	}

	@Test
	@RequiresProgram("promtool")
	void prometheusFindsNothingToCriticiseInTheRules() {
		run("check", "rules", "--lint=all", "--lint-fatal", "alerts.yml");
	}

	@Test
	void everyAlertHasATestInWhichItFires() throws IOException {
		String tests = Files.readString(Query.FOLDER.resolve("alerts-test.yml"));
		for (Query rule : Query.ofAlertRules()) {
			assertThat(tests).contains(rule.where().replace("rule ", ""));
		}
	}

	private static void run(String... arguments) {
		List<String> command = new ArrayList<>(List.of("promtool"));
		command.addAll(List.of(arguments));
		ProgramResult result = ProgramResult
			.of(new ProcessBuilder(command).directory(Query.FOLDER.toFile()).redirectErrorStream(true));
		assertThat(result.exitCode()).as(result::output).isZero();
	}

}
