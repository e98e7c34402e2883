package io.membership.spring.interop;

import java.nio.file.Path;
import java.util.List;

import io.membership.testing.PrivateNetwork;
import io.membership.testing.ProgramResult;
import io.membership.testing.Requirement;
import io.membership.testing.RequiresProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

/**
 * A real agent, started with {@code discover}, and applications find each other by
 * multicast DNS in a {@link PrivateNetwork}.
 */
@RequiresProgram("serf")
class DiscoveryInteropTests {

	@Test
	void anAgentAndApplicationsFindEachOther(@TempDir Path folder) {
		ConditionEvaluationResult possible = Requirement.evaluate(PrivateNetwork.missing());
		assumeFalse(possible.isDisabled(), () -> possible.getReason().orElse(""));
		ProgramResult result = PrivateNetwork
			.run(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m", "-cp",
					System.getProperty("java.class.path"), DiscoveryScenario.class.getName(), folder.toString()));
		assertThat(result.exitCode()).as(result::output).isZero();
	}

}
