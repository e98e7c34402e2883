package io.membership.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.membership.seeds.DnsSeeds;
import io.membership.testing.Ports;
import io.membership.testing.RequiresProgram;
import io.membership.testing.TestProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.membership.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A real name server. It has no server to ask for what it does not know, and so refuses
 * questions for records of the type that a name lacks.
 */
@RequiresProgram("dnsmasq")
class DnsInteropTests {

	@TempDir
	private Path folder;

	private final int port = Ports.reserve();

	private final List<TestProcess> started = new ArrayList<>();

	@AfterEach
	void stop() {
		this.started.forEach(TestProcess::close);
	}

	@Test
	void hostsOfOneFamilyOrBothAreFound() throws IOException {
		serve("--host-record=four.test,10.0.0.1", "--host-record=six.test,fd00::6",
				"--host-record=both.test,10.0.0.2,fd00::2");
		assertThat(addresses("four.test")).containsExactly("10.0.0.1:7946");
		assertThat(addresses("six.test")).containsExactly("[fd00::6]:7946");
		assertThat(addresses("both.test")).containsExactly("10.0.0.2:7946", "[fd00::2]:7946");
	}

	@Test
	void servicesAreFoundWhetherTheirHostsHaveOneFamilyOrBoth() throws IOException {
		serve("--host-record=four.test,10.0.0.1", "--host-record=six.test,fd00::6",
				"--srv-host=_gossip._tcp.members.test,four.test,7001,1",
				"--srv-host=_gossip._tcp.members.test,six.test,7002,2",
				"--srv-host=_gossip._tcp.members.test,elsewhere.test,7003,3");
		assertThat(DnsSeeds.ofServices("members.test", servers()).seeds()).containsExactly("10.0.0.1:7001",
				"[fd00::6]:7002");
	}

	@Test
	void aNameThatComesLaterIsFoundThen() throws IOException {
		Path hosts = Files.writeString(this.folder.resolve("hosts"), "10.0.0.1 early.test\n");
		TestProcess server = serve("--addn-hosts=" + hosts);
		assertThat(addresses("early.test")).containsExactly("10.0.0.1:7946");
		Files.writeString(hosts, "10.0.0.1 early.test\n10.0.0.2 late.test\n");
		server.signal("-HUP");
		eventually(() -> assertThat(found("late.test")).containsExactly("10.0.0.2:7946"));
	}

	@Test
	void anAnswerThatDoesNotFitIntoAPacketComesByTcp() throws IOException {
		List<String> options = new ArrayList<>();
		for (int i = 1; i <= 200; i++) {
			options.add("--host-record=many.test,10.0.0." + i);
		}
		serve(options.toArray(String[]::new));
		assertThat(addresses("many.test")).hasSize(200);
	}

	private List<String> addresses(String name) throws IOException {
		return DnsSeeds.ofAddresses(name, 7946, servers()).seeds();
	}

	/** A name that the server does not know yet is refused. */
	private List<String> found(String name) {
		try {
			return addresses(name);
		}
		catch (IOException ex) {
			return List.of();
		}
	}

	private List<String> servers() {
		return List.of("127.0.0.1:" + this.port);
	}

	private TestProcess serve(String... options) {
		List<String> command = new ArrayList<>(List.of("dnsmasq", "--keep-in-foreground", "--no-resolv", "--no-hosts",
				"--listen-address=127.0.0.1", "--bind-interfaces", "--port=" + this.port, "--log-facility=-",
				"--pid-file=", "--user=", "--conf-file=/dev/null"));
		command.addAll(List.of(options));
		TestProcess server = TestProcess.start("dnsmasq", this.folder.resolve("dnsmasq.log"), command);
		this.started.add(server);
		eventually(() -> assertThat(server.log()).contains("started, version"));
		return server;
	}

}
