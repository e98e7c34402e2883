package io.membership.spring.interop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A real agent, started with {@code discover}, and applications find each other by
 * multicast DNS. In a network namespace, so that no packet leaves it. Skipped where no
 * namespace can be had, unless {@value SerfCondition#REQUIRED} is set.
 */
@RequiresSerf
class DiscoveryInteropTests {

	/** Multicast goes over loopback; Serf asks both families and ends when one fails. */
	private static final String NETWORK = "ip link set lo up && ip link set lo multicast on"
			+ " && ip route add 224.0.0.0/4 dev lo src 127.0.0.1 && ip -6 route add ff02::/16 dev lo";

	@Test
	void anAgentAndApplicationsFindEachOther(@TempDir Path folder) throws Exception {
		if (!Boolean.getBoolean(SerfCondition.REQUIRED)) {
			assumeTrue(run(List.of("true")).isSuccess(), "no network namespace can be had");
		}
		ToolResult result = run(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m",
				"-cp", System.getProperty("java.class.path"), DiscoveryScenario.class.getName(), folder.toString()));
		assertThat(result.exitCode()).as(result::output).isZero();
	}

	private static ToolResult run(List<String> command) throws IOException, InterruptedException {
		List<String> line = new ArrayList<>(List.of("unshare", "-Urn", "sh", "-c", NETWORK + " && exec \"$@\"", "sh"));
		line.addAll(command);
		Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
		try {
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
			return new ToolResult(process.exitValue(), output);
		}
		finally {
			process.destroyForcibly();
		}
	}

}
