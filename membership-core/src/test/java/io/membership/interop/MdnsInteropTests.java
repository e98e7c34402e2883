package io.membership.interop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Real Serf agents, started with {@code -discover}, and our members find each other by
 * multicast DNS. In a network namespace, so that no packet leaves it. Skipped where Serf
 * is not installed or no namespace can be had, unless {@code membership.interop.required}
 * is set.
 */
@Tag("interop")
class MdnsInteropTests {

	/** Multicast goes over loopback; Serf asks both families and ends when one fails. */
	private static final String NETWORK = "ip link set lo up && ip link set lo multicast on"
			+ " && ip route add 224.0.0.0/4 dev lo src 127.0.0.1 && ip -6 route add ff02::/16 dev lo && ";

	@TempDir
	private Path folder;

	@Test
	void serfAgentsAndOurMembersFindEachOther() throws Exception {
		boolean possible = run("serf version").exitCode() == 0;
		if (!possible && Boolean.getBoolean("membership.interop.required")) {
			throw new IllegalStateException("serf or a network namespace is missing, and membership.interop.required");
		}
		assumeTrue(possible, "serf or a network namespace is missing");
		Output output = run("exec \"$@\"", Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), MdnsScenario.class.getName(), this.folder.toString());
		assertThat(output.exitCode()).as(output.text()).isZero();
	}

	private record Output(int exitCode, String text) {
	}

	private static Output run(String command, String... arguments) throws IOException, InterruptedException {
		List<String> line = new ArrayList<>(List.of("unshare", "-Urn", "sh", "-c", NETWORK + command, "sh"));
		line.addAll(List.of(arguments));
		try {
			Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
			String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
			return new Output(process.exitValue(), text);
		}
		catch (IOException ex) {
			return new Output(-1, String.valueOf(ex.getMessage()));
		}
	}

}
