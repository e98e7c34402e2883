package io.membership.sample.monitoring;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The alert rules in Prometheus' own test tool. */
@Tag("interop")
class AlertRuleTests {

	@Test
	void everyAlertFiresWhenItShouldAndAHealthyClusterIsQuiet() throws Exception {
		run("test", "rules", "alerts-test.yml");
	}

	@Test
	void prometheusFindsNothingToCriticiseInTheRules() throws Exception {
		run("check", "rules", "--lint=all", "--lint-fatal", "alerts.yml");
	}

	@Test
	void everyAlertHasATestInWhichItFires() throws IOException {
		String tests = Files.readString(Query.FOLDER.resolve("alerts-test.yml"));
		for (Query rule : Query.ofAlertRules()) {
			assertThat(tests).contains(rule.where().replace("rule ", ""));
		}
	}

	private static void run(String... arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of(Program.require("promtool")));
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).directory(Query.FOLDER.toFile())
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isZero();
	}

}
