package io.membership.spring.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.membership.cluster.Cluster;
import io.membership.gossip.Memberlist;
import io.membership.spring.ClusterTemplate;
import io.membership.spring.OnUserEvent;
import io.membership.spring.actuate.ClusterHealthIndicator;
import io.membership.spring.autoconfigure.MembershipAutoConfiguration;
import io.membership.spring.autoconfigure.actuate.MembershipHealthContributorAutoConfiguration;
import io.membership.spring.autoconfigure.actuate.MembershipMetricsAutoConfiguration;
import io.membership.spring.event.MembershipEvent;
import io.membership.spring.event.UserEvent;
import io.membership.testing.ProgramResult;
import io.membership.testing.RequiresProgram;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static io.membership.testing.Eventually.await;
import static io.membership.testing.Eventually.eventually;
import static io.membership.testing.Eventually.result;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Meters, health and the alert reflect the application's own listeners, and the members
 * that Serf remembers.
 */
class SlowListenerTests {

	/** More than the alert MembershipEventsPileUp accepts. */
	private static final int BURST = 1200;

	private final List<ConfigurableApplicationContext> applications = new ArrayList<>();

	@TempDir
	private Path directory;

	@AfterEach
	void close() {
		this.applications.removeIf((application) -> !application.isActive());
		this.applications.forEach((application) -> application.getBean(Application.class).blocked.countDown());
		Collections.reverse(this.applications);
		this.applications.forEach(ConfigurableApplicationContext::close);
	}

	@Test
	void aSlowListenerIsSeenInTheGaugeAndTheHealthAndLaterInTheCounters() {
		ConfigurableApplicationContext slow = start("slow");
		publishWhileBlocked(slow);
		assertThat(meter(slow, "membership.event.queue.depth")).isGreaterThan(1000);
		assertThat(health(slow).get("eventQueueDepth")).isEqualTo((int) meter(slow, "membership.event.queue.depth"));
		double delivered = meter(slow, "membership.events.delivered");
		slow.getBean(Application.class).blocked.countDown();
		eventually(() -> assertThat(meter(slow, "membership.event.queue.depth")).isZero());
		assertThat(meter(slow, "membership.events.delivered")).isGreaterThanOrEqualTo(delivered + BURST);
		assertThat(health(slow)).containsEntry("eventQueueDepth", 0);
		assertThat(slow.getBean(Application.class).userEvents).hasSizeGreaterThanOrEqualTo(BURST);
	}

	@ParameterizedTest
	@ValueSource(strings = { "memberlist", "serf" })
	void changesOfAMemberThatAreMergedAreCounted(String protocol) {
		ConfigurableApplicationContext slow = start("slow", "membership.protocol=" + protocol,
				"membership.events.queue-capacity=16");
		Application application = slow.getBean(Application.class);
		application.block = true;
		ConfigurableApplicationContext other = start("other", "membership.protocol=" + protocol,
				"membership.join=" + address(slow));
		await("a listener that blocks").until(() -> application.entered.getCount() == 0);
		await("the other member to know this one").until(() -> other.getBean(Memberlist.class).members().size() == 2);
		for (int i = 0; i < 20; i++) {
			fill(slow, other);
		}
		await("a full mailbox").until(() -> meter(slow, "membership.event.queue.depth") >= 16);
		other.close();
		await("the other member to leave").until(() -> meter(slow, "membership.members", "left") == 1);
		start("other", "membership.protocol=" + protocol, "membership.join=" + address(slow));
		await("the other member to come back").until(() -> meter(slow, "membership.members", "alive") == 2);
		application.blocked.countDown();
		eventually(() -> assertThat(meter(slow, "membership.events.coalesced")).isPositive());
		eventually(() -> assertThat(application.about("other")).isNotEmpty());
	}

	@ParameterizedTest
	@ValueSource(strings = { "memberlist", "serf" })
	void anEventListenerThatThrowsIsCounted(String protocol) {
		ConfigurableApplicationContext throwing = start("throwing", "membership.protocol=" + protocol);
		throwing.getBean(Application.class).failing = true;
		start("other", "membership.protocol=" + protocol, "membership.join=" + address(throwing));
		eventually(() -> assertThat(meter(throwing, "membership.listener.errors")).isPositive());
		eventually(() -> assertThat((long) health(throwing).get("listenerErrors")).isPositive());
	}

	@Test
	void aHandlerMethodThatThrowsIsCounted() {
		ConfigurableApplicationContext throwing = start("throwing");
		double before = meter(throwing, "membership.listener.errors");
		result(throwing.getBean(ClusterTemplate.class).publish("bad", "payload"), "the event");
		eventually(() -> assertThat(meter(throwing, "membership.listener.errors")).isEqualTo(before + 1));
	}

	@Test
	void aMemberThatWasPrunedCountsNoMore() {
		ConfigurableApplicationContext first = start("first");
		ConfigurableApplicationContext second = start("second", "membership.join=" + address(first),
				"membership.leave.on-shutdown=false");
		await("two members").until(() -> meter(first, "membership.members", "alive") == 2);
		second.close();
		await("a failed member").until(() -> meter(first, "membership.members", "failed") == 1);
		assertThat(health(first)).containsEntry("failed", 1);
		result(first.getBean(Cluster.class).forceLeave("second", true), "the member to be pruned");
		eventually(() -> assertThat(meter(first, "membership.members", "failed")).isZero());
		assertThat(meter(first, "membership.members", "left")).isZero();
		assertThat(health(first)).containsEntry("failed", 0).containsEntry("left", 0);
	}

	@Test
	@RequiresProgram("promtool")
	void theAlertFiresForTheDepthThatASlowListenerCauses() throws IOException {
		ConfigurableApplicationContext slow = start("slow");
		publishWhileBlocked(slow);
		alert(meter(slow, "membership.event.queue.depth"), 1);
		slow.getBean(Application.class).blocked.countDown();
		eventually(() -> assertThat(meter(slow, "membership.event.queue.depth")).isZero());
		alert(meter(slow, "membership.event.queue.depth"), 0);
	}

	/** Lets Prometheus' own tool evaluate the alert for a depth that lasts. */
	private void alert(double depth, int alerts) throws IOException {
		Path rules = Path.of("..", "src", "grafana", "alerts.yml").toAbsolutePath().normalize();
		String samples = (alerts == 0) ? "[]" : "[{labels: '{}', value: " + alerts + "}]";
		Path test = Files.writeString(this.directory.resolve("depth.yml"), """
				rule_files: ['%s']
				evaluation_interval: 15s
				tests:
				  - interval: 15s
				    input_series:
				      - {series: 'membership_event_queue_depth{job="app",instance="a"}', values: '%sx40'}
				    promql_expr_test:
				      - expr: count(ALERTS{alertname="MembershipEventsPileUp",alertstate="firing"})
				        eval_time: 5m
				        exp_samples: %s
				""".formatted(rules, (long) depth, samples));
		ProgramResult result = ProgramResult.of("promtool", "test", "rules", test.toString());
		assertThat(result.isSuccess()).as(result.output()).isTrue();
	}

	/** Returns when the burst waits behind the one event whose listener blocks. */
	private static void publishWhileBlocked(ConfigurableApplicationContext slow) {
		Application application = slow.getBean(Application.class);
		await("the member to know itself").until(() -> !slow.getBean(Cluster.class).members().isEmpty());
		application.block = true;
		for (int i = 0; i < BURST; i++) {
			slow.getBean(Cluster.class).publish("burst", new byte[0], false);
		}
		await("a listener that blocks").until(() -> application.entered.getCount() == 0);
		await("the burst to wait").until(() -> meter(slow, "membership.event.queue.depth") >= BURST - 1);
	}

	/** Causes an event of the application that is about no member. */
	private static void fill(ConfigurableApplicationContext slow, ConfigurableApplicationContext other) {
		if (slow.getBeanNamesForType(Cluster.class).length > 0) {
			slow.getBean(Cluster.class).publish("fill", new byte[0], false);
		}
		else {
			other.getBean(Memberlist.class).sendReliable(slow.getBean(Memberlist.class).localMember(), new byte[1]);
		}
	}

	private static double meter(ConfigurableApplicationContext context, String name) {
		return context.getBean(MeterRegistry.class).get(name).meter().measure().iterator().next().getValue();
	}

	private static double meter(ConfigurableApplicationContext context, String name, String status) {
		return context.getBean(MeterRegistry.class).get(name).tag("status", status).gauge().value();
	}

	private static Map<String, Object> health(ConfigurableApplicationContext context) {
		return context.getBean(ClusterHealthIndicator.class).health().getDetails();
	}

	private static String address(ConfigurableApplicationContext context) {
		return "127.0.0.1:" + context.getBean(Memberlist.class).localMember().address().getPort();
	}

	private ConfigurableApplicationContext start(String name, String... properties) {
		List<String> common = List.of("membership.node-name=" + name, "membership.profile=local",
				"membership.bind-port=0", "membership.bind-address=127.0.0.1", "spring.main.banner-mode=off");
		ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.run(Stream.concat(common.stream(), Arrays.stream(properties))
				.map((it) -> "--" + it)
				.toArray(String[]::new));
		this.applications.add(context);
		context.getBeanProvider(MeterBinder.class)
			.forEach((binder) -> binder.bindTo(context.getBean(MeterRegistry.class)));
		return context;
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ MembershipAutoConfiguration.class, MembershipMetricsAutoConfiguration.class,
			MembershipHealthContributorAutoConfiguration.class })
	static class Application {

		final List<UserEvent> userEvents = Collections.synchronizedList(new ArrayList<>());

		final List<MembershipEvent> changes = Collections.synchronizedList(new ArrayList<>());

		final CountDownLatch entered = new CountDownLatch(1);

		final CountDownLatch blocked = new CountDownLatch(1);

		volatile boolean block;

		volatile boolean failing;

		@Bean
		MeterRegistry registry() {
			return new SimpleMeterRegistry();
		}

		@EventListener
		void on(UserEvent event) {
			work();
			this.userEvents.add(event);
		}

		@EventListener
		void on(MembershipEvent event) {
			work();
			this.changes.add(event);
		}

		@OnUserEvent("bad")
		void bad(UserEvent event) {
			throw new IllegalStateException("of the application");
		}

		List<MembershipEvent> about(String name) {
			synchronized (this.changes) {
				return this.changes.stream().filter((event) -> event.getMember().name().equals(name)).toList();
			}
		}

		private void work() {
			if (this.failing) {
				throw new IllegalStateException("of the application");
			}
			if (this.block) {
				this.entered.countDown();
				try {
					this.blocked.await(5, TimeUnit.MINUTES);
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			}
		}

	}

}
