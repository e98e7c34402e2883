package io.membership.spring.integration;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

import io.membership.catalog.LocalService;
import io.membership.catalog.LocalServices;
import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterMember;
import io.membership.cluster.MemberState;
import io.membership.spring.Clusters;
import io.membership.spring.OnUserEvent;
import jakarta.servlet.ServletContext;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.support.SpringBootServletInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.web.context.WebApplicationContext;

import static io.membership.testing.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

/** Applications whose web server becomes known late, elsewhere, or never. */
@ExtendWith(OutputCaptureExtension.class)
class WebServerRegistrationTests {

	private static final String[] ARGUMENTS = { "--spring.application.name=orders", "--server.port=0",
			"--server.address=127.0.0.1", "--membership.bind-address=127.0.0.1", "--membership.bind-port=0",
			"--membership.profile=local", "--membership.node-name=node", "--spring.main.banner-mode=off",
			"--spring.jmx.enabled=false" };

	private final Queue<ConfigurableApplicationContext> contexts = new ArrayDeque<>();

	@AfterEach
	void close() {
		this.contexts.forEach(ConfigurableApplicationContext::close);
	}

	@Test
	void aPortThatIsReportedAfterTheStartIsRegistered() {
		ConfigurableApplicationContext context = run(new SpringApplicationBuilder(Application.class, LateEvents.class));
		assertThat(services(context)).isEmpty();
		context.getBean(LateEvents.class).deliver();
		await("the registration").until(() -> services(context).size() == 1);
		assertThat(services(context).get(0).service().port()).isEqualTo(port(context));
	}

	@Test
	void theWebServerOfAChildContextIsRegisteredWhileItRuns() {
		ConfigurableApplicationContext parent = run(
				new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE),
				"--membership.clusters.wan.bind-address=127.0.0.1", "--membership.clusters.wan.bind-port=0");
		assertThat(services(parent)).isEmpty();
		for (int i = 0; i < 2; i++) {
			ConfigurableApplicationContext child = new SpringApplicationBuilder(Application.class, Handlers.class)
				.parent(parent)
				.run(ARGUMENTS);
			this.contexts.add(child);
			assertThat(services(parent)).singleElement()
				.satisfies((service) -> assertThat(service.service().port()).isEqualTo(port(child)));
			parent.getBean(Cluster.class).publish("deployed", new byte[0], false).join();
			await("the event in the child").until(() -> child.getBean(Handlers.class).heard.size() == 1);
			child.close();
			assertThat(services(parent)).isEmpty();
			assertThat(parent.getBean(Clusters.class).all().values())
				.allSatisfy((cluster) -> assertThat(cluster.members()).extracting(ClusterMember::state)
					.containsExactly(MemberState.ALIVE));
		}
	}

	@Test
	void anApplicationInAServletContainerIsToldToSetItsPort(@TempDir Path folder, CapturedOutput output)
			throws Exception {
		Tomcat tomcat = new Tomcat();
		tomcat.setBaseDir(folder.toString());
		tomcat.setPort(0);
		tomcat.addContext("", folder.toString()).addServletContainerInitializer((classes, servlets) -> {
			this.contexts.add(new Deployment().start(servlets));
		}, Set.of());
		tomcat.start();
		try {
			assertThat(output).contains("Set membership.services.registration.port to that port");
		}
		finally {
			tomcat.stop();
			tomcat.destroy();
		}
	}

	private ConfigurableApplicationContext run(SpringApplicationBuilder application, String... more) {
		List<String> arguments = new ArrayList<>(List.of(ARGUMENTS));
		arguments.addAll(List.of(more));
		ConfigurableApplicationContext context = application.run(arguments.toArray(String[]::new));
		this.contexts.add(context);
		return context;
	}

	private static List<LocalService> services(ConfigurableApplicationContext context) {
		return List.copyOf(context.getBean(LocalServices.class).services());
	}

	private static int port(ConfigurableApplicationContext context) {
		return ((ServletWebServerApplicationContext) context).getWebServer().getPort();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	static class Handlers {

		private final Queue<String> heard = new ConcurrentLinkedQueue<>();

		@OnUserEvent("deployed")
		void deployed() {
			this.heard.add("deployed");
		}

	}

	/** Holds all events back that are published asynchronously. */
	static class LateEvents implements Executor {

		private final Queue<Runnable> events = new ConcurrentLinkedQueue<>();

		private volatile boolean open;

		@Bean
		SimpleApplicationEventMulticaster applicationEventMulticaster() {
			SimpleApplicationEventMulticaster multicaster = new SimpleApplicationEventMulticaster();
			multicaster.setTaskExecutor(this);
			return multicaster;
		}

		@Override
		public void execute(Runnable event) {
			if (this.open) {
				event.run();
			}
			else {
				this.events.add(event);
			}
		}

		void deliver() {
			this.open = true;
			this.events.forEach(Runnable::run);
		}

	}

	static class Deployment extends SpringBootServletInitializer {

		ConfigurableApplicationContext start(ServletContext servlets) {
			WebApplicationContext context = createRootApplicationContext(servlets);
			return (ConfigurableApplicationContext) Objects.requireNonNull(context);
		}

		@Override
		protected SpringApplicationBuilder configure(SpringApplicationBuilder builder) {
			return builder.sources(Application.class)
				.properties(Arrays.stream(ARGUMENTS).map((argument) -> argument.substring(2)).toArray(String[]::new));
		}

	}

}
