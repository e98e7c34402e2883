package io.membership.spring.integration;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.membership.agent.AgentLog;
import io.membership.cluster.Cluster;
import io.membership.gossip.SeedProvider;
import io.membership.spring.ClusterTemplate;
import io.membership.spring.agent.AgentLifecycle;
import io.membership.spring.autoconfigure.MembershipAutoConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import org.slf4j.LoggerFactory;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static io.membership.testing.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

/** What Serf's agent does, alongside an application. */
class AgentIntegrationTests {

	private final List<ConfigurableApplicationContext> applications = new ArrayList<>();

	@AfterEach
	void closeInReverse() {
		Collections.reverse(this.applications);
		this.applications.forEach(ConfigurableApplicationContext::close);
	}

	@Test
	void theRpcServerIsOffUnlessItIsWanted() {
		assertThat(start("quiet").getBean(AgentLifecycle.class).server()).isNull();
	}

	@Test
	void aClientOfSerfDrivesTheMemberAndTheServerEndsWithTheApplication() throws Exception {
		ConfigurableApplicationContext application = start("driven", "membership.rpc.enabled=true",
				"membership.rpc.address=127.0.0.1:0", "membership.rpc.auth-key=secret", "membership.tags.role=web");
		InetSocketAddress address = application.getBean(AgentLifecycle.class).server().address();
		await("the members").until(() -> !application.getBean(Cluster.class).members().isEmpty());
		try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
			request(socket, 0, "handshake", "Version", 1);
			request(socket, 1, "auth", "AuthKey", "secret");
			MessageUnpacker answers = MessagePack.newDefaultUnpacker(socket.getInputStream());
			for (int i = 0; i < 2; i++) {
				assertThat(answers.unpackValue().toJson()).contains("\"Error\":\"\"");
			}
			socket.getOutputStream().write(header(2, "members"));
			answers.unpackValue();
			assertThat(answers.unpackValue().toString()).contains("driven").contains("web");
		}
		application.close();
		await("the server to end").until(() -> !answersHandshake(address));
	}

	@Test
	void theLogOfTheApplicationIsWhatAMonitorShows() {
		ConfigurableApplicationContext application = start("logging", "membership.rpc.enabled=true",
				"membership.rpc.address=127.0.0.1:0");
		AgentLog log = application.getBean(AgentLog.class);
		LoggerFactory.getLogger(AgentIntegrationTests.class).warn("a line of the application");
		assertThat(log.lines(AgentLog.Level.WARN)).anyMatch((line) -> line.contains("a line of the application"));
		application.close();
		LoggerFactory.getLogger(AgentIntegrationTests.class).warn("a line of nobody");
		assertThat(log.lines(AgentLog.Level.WARN)).noneMatch((line) -> line.contains("a line of nobody"));
	}

	@Test
	void programsAreRunOnEvents(@TempDir Path folder) {
		Path touched = folder.resolve("touched");
		ConfigurableApplicationContext application = start("running",
				"membership.event-handlers[0]=user:deploy,user:undeploy=/usr/bin/env touch " + touched);
		application.getBean(ClusterTemplate.class).publish("deploy", null).join();
		await("the program to run").until(() -> Files.exists(touched));
	}

	@Test
	void whomToJoinIsReadFromAFileAndAskedOfABean(@TempDir Path folder) throws Exception {
		ConfigurableApplicationContext seed = start("seed");
		String address = "127.0.0.1:" + seed.getBean(Cluster.class).memberlist().localMember().address().getPort();
		Path file = Files.writeString(folder.resolve("members"), "# the seed\n" + address + "\n");
		ConfigurableApplicationContext byFile = start("by-file", "membership.seeds.file=" + file);
		System.setProperty("test.seed", address);
		try {
			ConfigurableApplicationContext byBean = start(WithSeedProvider.class, "by-bean");
			for (ConfigurableApplicationContext application : List.of(seed, byFile, byBean)) {
				await("the members").until(() -> application.getBean(Cluster.class).members().size() == 3);
			}
		}
		finally {
			System.clearProperty("test.seed");
		}
	}

	private static void request(Socket socket, int sequence, String command, String name, Object value)
			throws Exception {
		try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
			packer.packMapHeader(1).packString(name);
			if (value instanceof Integer number) {
				packer.packInt(number);
			}
			else {
				packer.packString(value.toString());
			}
			socket.getOutputStream().write(header(sequence, command));
			socket.getOutputStream().write(packer.toByteArray());
		}
	}

	private static boolean answersHandshake(InetSocketAddress address) throws Exception {
		try (Socket socket = new Socket()) {
			socket.connect(address, 1000);
			socket.setSoTimeout(1000);
			request(socket, 0, "handshake", "Version", 1);
			MessageUnpacker answer = MessagePack.newDefaultUnpacker(socket.getInputStream());
			return answer.unpackValue().toJson().contains("\"Error\"");
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static byte[] header(int sequence, String command) throws Exception {
		try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
			packer.packMapHeader(2).packString("Command").packString(command).packString("Seq").packInt(sequence);
			return packer.toByteArray();
		}
	}

	private ConfigurableApplicationContext start(String name, String... properties) {
		return start(Application.class, name, properties);
	}

	private ConfigurableApplicationContext start(Class<?> application, String name, String... properties) {
		List<String> arguments = new ArrayList<>(List.of("--membership.node-name=" + name, "--membership.profile=local",
				"--membership.bind-port=0", "--membership.bind-address=127.0.0.1", "--spring.main.banner-mode=off",
				"--membership.leave.propagate-delay=0s"));
		for (String property : properties) {
			arguments.add("--" + property);
		}
		ConfigurableApplicationContext context = new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.run(arguments.toArray(String[]::new));
		this.applications.add(context);
		return context;
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(MembershipAutoConfiguration.class)
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(MembershipAutoConfiguration.class)
	static class WithSeedProvider {

		@Bean
		SeedProvider seeds() {
			return () -> List.of(System.getProperty("test.seed"));
		}

	}

}
