package io.membership.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@RequiresVirtualNetwork
class VirtualNetworkTests {

	@Test
	void aHostHasANameAndAddressesOfItsOwn() {
		try (VirtualNetwork network = new VirtualNetwork()) {
			VirtualHost host = network.host("box")
				.connect("eth0", "lan", "192.0.2.1/24", "fd00::1/64")
				.hosts("192.0.2.2 other");
			assertThat(output(host, "hostname")).isEqualTo("box");
			assertThat(output(host, "cat", "/etc/hosts")).isEqualTo("192.0.2.2 other");
			assertThat(output(host, "ip", "-brief", "addr", "show", "eth0")).contains("192.0.2.1/24", "fd00::1/64");
		}
	}

	@Test
	void whatFailsOnAHostIsAnErrorWithItsOutput() {
		try (VirtualNetwork network = new VirtualNetwork()) {
			VirtualHost host = network.host("box");
			assertThatIllegalStateException().isThrownBy(() -> host.run("sh", "-c", "echo broken; exit 3"))
				.withMessageContaining("broken");
		}
	}

	@Test
	void nothingIsLeftWhenItIsClosed(@TempDir Path folder) {
		TestProcess process;
		try (VirtualNetwork network = new VirtualNetwork()) {
			VirtualHost host = network.host("box").connect("eth0", "lan");
			process = host.start(folder.resolve("log"), List.of("sleep", "1000"));
			assertThat(namespaces()).hasSize(2);
		}
		assertThat(process.isAlive()).isFalse();
		assertThat(namespaces()).isEmpty();
		assertThat(Path.of("/etc/netns")).satisfiesAnyOf((none) -> assertThat(none).doesNotExist(),
				(left) -> assertThat(Files.list(left))
					.noneMatch((file) -> file.toString().contains("-" + ProcessHandle.current().pid() + "-")));
	}

	private static List<String> namespaces() {
		String mine = "-" + ProcessHandle.current().pid() + "-";
		return ProgramResult.of("ip", "netns", "list").output().lines().filter((line) -> line.contains(mine)).toList();
	}

	private static String output(VirtualHost host, String... command) {
		return ProgramResult.of(host.command(List.of(command)).toArray(String[]::new)).output().strip();
	}

}
