package io.membership.spring.autoconfigure.diagnostics;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.membership.gossip.UserDelegate;
import io.membership.spring.OnUserEvent;
import io.membership.spring.autoconfigure.MembershipAutoConfiguration;
import io.membership.testing.Ports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Messages that explain why an application does not start. */
@ExtendWith(OutputCaptureExtension.class)
class FailureAnalysisTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', value = {
			"probe.timeout=2s|The property membership.probe.timeout is invalid|Shorten",
			"bind-address=nowhere.invalid|'nowhere.invalid' is neither an IP address|Use an address without a port",
			"encryption.keys=c2VjcmV0|The property membership.encryption.keys is invalid: key 1 of 1 has 6 bytes|openssl",
			"encryption.required=true|The property membership.encryption.required is invalid|Set membership.encryption.keys",
			"transport.cidrs-allowed=ten|The property membership.transport.cidrs-allowed is invalid: 'ten'|Use CIDR notation",
			"metadata=a|The property membership.metadata is invalid: Serf's protocol uses|Use membership.tags",
			"events.size-limit=10KB|The property membership.events.size-limit is invalid|Send larger data reliably",
			"members.reap-interval=0s|The property membership.members.reap-interval is invalid|Use a positive duration",
			"queries.buffer=0|The property membership.queries.buffer is invalid: 0 is out of range|Use a number from 1",
			"event-handlers=nonsense:x=./a.sh|The property membership.event-handlers is invalid|[FILTER=]SCRIPT",
			"event-handler.timeout=0s|The property membership.event-handler is invalid|Change its settings",
			"seeds.dns=a:b|The property membership.seeds.dns is invalid: 'a:b' has no valid port|after the colon",
			"join=127.0.0.1:abc|The property membership.join is invalid: '127.0.0.1:abc' has an invalid port 'abc'|Correct or remove",
			"join=:7946|The property membership.join is invalid: ':7946' names no host|Correct or remove",
			"encryption.keys=${GOSSIP_KEY}|keys is invalid: nothing resolves its placeholder ${GOSSIP_KEY}|Set GOSSIP_KEY",
			"join=seed,${SEED_HOST}:7946|join is invalid: nothing resolves its placeholder ${SEED_HOST}|Set SEED_HOST",
			"tags.zone=${ZONE}|The property membership.tags.zone is invalid: nothing resolves|${ZONE:default}",
			"seeds.mdns=a b|The property membership.seeds.mdns is invalid|all members share",
			"protocol=zab|It is not a known protocol|Set membership.protocol to serf" })
	void aBadPropertyIsNamedWithItsValueAndWhatToDo(String property, String description, String action,
			CapturedOutput output) {
		assertThatThrownBy(() -> run("--membership." + property));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains(description)
			.contains(action)
			.doesNotContain("c2VjcmV0");
	}

	@Test
	void tagsThatAreTooLargeAreNamedWithTheirSize(CapturedOutput output) {
		assertThatThrownBy(() -> run("--membership.tags.role=" + "x".repeat(600)));
		assertThat(output).contains("Encoded length of tags exceeds limit of 512 bytes: the tags take 610.");
	}

	@Test
	void aBadPropertyIsNamedWithThePlaceWhereItIsSet(@TempDir Path folder, CapturedOutput output) throws IOException {
		Path file = folder.resolve("application.yml");
		Files.writeString(file, "membership:\n  probe:\n    timeout: 2s\n  tags:\n    role: web\n");
		assertThatThrownBy(() -> run("--spring.config.location=" + file.toUri()));
		assertThat(output).contains("It is set by URL [file:" + file + "] - 3:14.");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', value = {
			"clusters.wan.bind-port=7000|membership.clusters.wan.bind-port is invalid: port 7000 of 127.0.0.1 is also",
			"clusters.wan.bind-port=70000|membership.clusters.wan.bind-port is invalid: 70000",
			"clusters.wan.metadata=a|membership.clusters.wan.metadata is invalid: Serf's protocol uses",
			"clusters.wan.protocol=memberlist|membership.clusters.wan.protocol is invalid: further clusters",
			"clusters.wan.clusters.x.bind-port=1|membership.clusters.wan.clusters is invalid",
			"clusters.wan.leave.timeout=-1s|membership.clusters.wan.leave.timeout is invalid",
			"clusters.primary.bind-port=1|membership.clusters.primary is invalid: this name is reserved" })
	void aBadPropertyOfAFurtherClusterIsNamedWithThatCluster(String property, String description,
			CapturedOutput output) {
		assertThatThrownBy(() -> run("--membership.bind-port=7000", "--membership.clusters.wan.bind-address=127.0.0.1",
				"--membership." + property));
		assertThat(output).contains("APPLICATION FAILED TO START").contains("The property " + description);
	}

	@ParameterizedTest
	@ValueSource(strings = { "tags.role=web", "snapshot.path=snapshot", "encryption.keyring-file=keyring",
			"rpc.enabled=true", "event-handlers=./any.sh" })
	void whatOnlySerfHasIsAnErrorWithMemberlistsProtocol(String property, CapturedOutput output) {
		assertThatThrownBy(() -> run("--membership.protocol=memberlist", "--membership." + property));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("memberlist's protocol")
			.contains("set membership.protocol=serf");
	}

	@Test
	void aDelegateThatSerfNeedsItselfIsNamedWithItsBean(CapturedOutput output) {
		assertThatThrownBy(
				() -> new SpringApplicationBuilder(Application.class, WithDelegate.class).web(WebApplicationType.NONE)
					.run("--spring.main.banner-mode=off", "--membership.bind-port=0"));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("The bean 'myDelegate' is a UserDelegate")
			.contains("set membership.protocol=memberlist");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "io.membership.cluster.Cluster|enabled=false|Remove membership.enabled=false",
			"io.membership.gossip.Memberlist|enabled=false|Remove membership.enabled=false",
			"io.membership.spring.ClusterTemplate|protocol=memberlist|Set membership.protocol=serf or inject",
			"io.membership.catalog.ServiceCatalog|services.enabled=false|Remove membership.services.enabled=false" })
	void aBeanThatAPropertyLeavesOutIsNamedWithThatProperty(Class<?> type, String property, String action,
			CapturedOutput output) {
		assertThatThrownBy(() -> new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.initializers((context) -> ((GenericApplicationContext) context).registerBean("needy", Object.class,
					() -> context.getBean(type)))
			.run("--spring.main.banner-mode=off", "--membership.bind-address=127.0.0.1", "--membership.bind-port=0",
					"--membership." + property));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("There is no bean of type " + type.getName() + ": membership." + property)
			.contains(action)
			.doesNotContain("Consider defining");
	}

	@Test
	void handlerMethodsThatMemberlistsProtocolNeverCallsAreNamed(CapturedOutput output) {
		new SpringApplicationBuilder(Application.class, WithHandler.class).web(WebApplicationType.NONE)
			.run("--spring.main.banner-mode=off", "--membership.bind-address=127.0.0.1", "--membership.bind-port=0",
					"--membership.protocol=memberlist")
			.close();
		assertThat(output).contains("Never called")
			.contains("WithHandler.deployed")
			.contains("membership.protocol=serf");
	}

	@Test
	void aPortThatIsInUseIsNamedWithItsProperty(CapturedOutput output) throws Exception {
		InetAddress loopback = InetAddress.getLoopbackAddress();
		try (ServerSocket tcp = new ServerSocket(Ports.reserve(), 1, loopback);
				DatagramSocket udp = new DatagramSocket(new InetSocketAddress(loopback, tcp.getLocalPort()))) {
			assertThatThrownBy(() -> run("--membership.bind-port=" + tcp.getLocalPort()));
			assertThat(output).contains("APPLICATION FAILED TO START")
				.contains("cannot bind UDP and TCP to 127.0.0.1:" + tcp.getLocalPort())
				.contains("Stop the process that uses port " + tcp.getLocalPort())
				.contains("membership.bind-port");
			assertThat(udp.isBound()).isTrue();
		}
	}

	@Test
	void anRpcServerThatOthersReachNeedsAKey(CapturedOutput output) {
		assertThatThrownBy(() -> run("--membership.rpc.enabled=true", "--membership.rpc.address=0.0.0.0:0"));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("The property membership.rpc.address is invalid")
			.contains("Set rpc.auth-key");
	}

	@Test
	void anRpcPortThatIsInUseIsNamedWithItsProperty(CapturedOutput output) throws Exception {
		try (ServerSocket taken = new ServerSocket(Ports.reserve(), 1, InetAddress.getLoopbackAddress())) {
			assertThatThrownBy(() -> run("--membership.rpc.enabled=true",
					"--membership.rpc.address=127.0.0.1:" + taken.getLocalPort()));
			assertThat(output).contains("APPLICATION FAILED TO START")
				.contains("cannot listen on 127.0.0.1 port " + taken.getLocalPort())
				.contains("membership.rpc.address");
		}
	}

	@Test
	void anAddressOfAnotherMachineIsNamedWithItsProperty(CapturedOutput output) {
		assertThatThrownBy(() -> run("--membership.bind-address=192.0.2.1"));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("192.0.2.1")
			.contains("Set membership.bind-address to an address of this machine");
	}

	private static void run(String... given) {
		List<String> arguments = new ArrayList<>(List.of("--spring.main.banner-mode=off"));
		arguments.addAll(List.of(given));
		if (!arguments.toString().contains("bind-address")) {
			arguments.add("--membership.bind-address=127.0.0.1");
		}
		if (!arguments.toString().contains("bind-port")) {
			arguments.add("--membership.bind-port=0");
		}
		new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.run(arguments.toArray(String[]::new))
			.close();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(MembershipAutoConfiguration.class)
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	static class WithDelegate {

		@Bean
		UserDelegate myDelegate() {
			return new UserDelegate() {
			};
		}

	}

	static class WithHandler {

		@OnUserEvent("deployed")
		void deployed() {
		}

	}

}
