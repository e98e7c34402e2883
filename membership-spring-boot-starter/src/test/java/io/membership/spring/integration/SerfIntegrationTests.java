package io.membership.spring.integration;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterMember;
import io.membership.cluster.MemberState;
import io.membership.spring.ClusterTemplate;
import io.membership.spring.Clusters;
import io.membership.spring.OnQuery;
import io.membership.spring.autoconfigure.MembershipAutoConfiguration;
import io.membership.spring.event.MemberFailedEvent;
import io.membership.spring.event.MemberJoinedEvent;
import io.membership.spring.event.MemberLeftEvent;
import io.membership.spring.event.MemberReapedEvent;
import io.membership.spring.event.MemberRecoveredEvent;
import io.membership.spring.event.MemberSuspectedEvent;
import io.membership.spring.event.MemberUpdatedEvent;
import io.membership.spring.event.MembershipEvent;
import io.membership.spring.event.QueryEvent;
import io.membership.spring.event.UserEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static io.membership.testing.Eventually.await;
import static io.membership.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/** Real applications that form a cluster of Serf's on the loopback interface. */
class SerfIntegrationTests {

	private final List<ConfigurableApplicationContext> applications = new ArrayList<>();

	@AfterEach
	void closeInReverse() {
		Collections.reverse(this.applications);
		this.applications.forEach(ConfigurableApplicationContext::close);
	}

	@Test
	void twoApplicationsSeeTagsTellEventsAndLeaveCleanly() {
		ConfigurableApplicationContext first = start("first", Map.of("membership.tags.role", "web"));
		ConfigurableApplicationContext second = start("second", joining(first));
		await("the members").until(() -> cluster(first).members().size() == 2 && cluster(second).members().size() == 2);
		assertThat(cluster(second).member("first")).get()
			.extracting(ClusterMember::tags)
			.isEqualTo(Map.of("role", "web"));
		eventually(() -> assertThat(events(second, MemberJoinedEvent.class)).filteredOn(named("first"))
			.singleElement()
			.satisfies((event) -> {
				assertThat(event.getMember().tags()).containsEntry("role", "web");
				assertThat(event.getClusterName()).isEqualTo("primary");
				assertThat(event.getCluster()).contains(cluster(second));
				assertThat(event.getMember().state().isPresent()).isTrue();
			}));

		cluster(first).tags(Map.of("role", "batch")).join();
		eventually(() -> assertThat(events(second, MemberUpdatedEvent.class)).filteredOn(named("first"))
			.first()
			.satisfies((event) -> assertThat(event.getMember().tags()).containsEntry("role", "batch")));

		cluster(first).publish("deploy", "v2".getBytes(StandardCharsets.UTF_8), false).join();
		for (ConfigurableApplicationContext application : List.of(first, second)) {
			eventually(() -> assertThat(events(application, UserEvent.class)).singleElement().satisfies((event) -> {
				assertThat(event.getName()).isEqualTo("deploy");
				assertThat(event.getText()).isEqualTo("v2");
				assertThat(event.getPayload()).isEqualTo(new byte[] { 'v', '2' });
				assertThat(event.getLamportTime()).isPositive();
				assertThat(event.isCoalesced()).isFalse();
			}));
		}

		second.close();
		eventually(() -> assertThat(events(first, MemberLeftEvent.class)).filteredOn(named("second")).hasSize(1));
		assertThat(events(first, MemberFailedEvent.class)).isEmpty();
		assertThat(cluster(first).member("second")).get().extracting(ClusterMember::state).isEqualTo(MemberState.LEFT);

		assertThat(cluster(first).forget("second").join()).isTrue();
		eventually(() -> assertThat(events(first, MemberReapedEvent.class)).filteredOn(named("second")).hasSize(1));
	}

	@Test
	void aSuspicionThatSerfHasNoEventOfIsToldAllTheSame() {
		ConfigurableApplicationContext first = start("first", Map.of());
		ConfigurableApplicationContext second = start("second",
				with(joining(first), "membership.leave.on-shutdown", "false"));
		await("the members").until(() -> cluster(first).members().size() == 2);
		second.close();
		eventually(
				() -> assertThat(events(first, MemberSuspectedEvent.class)).filteredOn(named("second"))
					.hasSize(1)
					.allSatisfy((event) -> assertThat(event.getMember())
						.extracting(ClusterMember::state, ClusterMember::suspect)
						.containsExactly(MemberState.ALIVE, true)));
		eventually(() -> assertThat(events(first, MemberFailedEvent.class)).filteredOn(named("second")).hasSize(1));
		assertThat(events(first, MemberRecoveredEvent.class)).isEmpty();
		assertThat(events(first, MemberLeftEvent.class)).isEmpty();
	}

	@Test
	void anApplicationIsAMemberOfSeveralClustersAtOnce() {
		ConfigurableApplicationContext gateway = start("gateway",
				Map.of("membership.clusters.wan.bind-address", "127.0.0.1", "membership.clusters.wan.bind-port", 0,
						"membership.clusters.wan.profile", "local", "membership.clusters.wan.node-name", "gateway-wan",
						"membership.clusters.wan.tags.role", "gateway"));
		Clusters clusters = gateway.getBean(Clusters.class);
		assertThat(clusters.names()).containsExactly("primary", "wan");
		assertThat(clusters.primary()).isSameAs(cluster(gateway));
		Cluster wan = clusters.get("wan").orElseThrow();
		ConfigurableApplicationContext inside = start("inside", joining(gateway));
		ConfigurableApplicationContext outside = start("outside",
				Map.of("membership.join", "127.0.0.1:" + wan.memberlist().localMember().address().getPort()));
		await("the members")
			.until(() -> cluster(inside).members().size() == 2 && cluster(outside).members().size() == 2);
		assertThat(cluster(outside).member("gateway-wan")).get()
			.extracting(ClusterMember::tags)
			.isEqualTo(Map.of("role", "gateway"));
		eventually(() -> assertThat(events(gateway, MemberJoinedEvent.class)).filteredOn(named("outside"))
			.singleElement()
			.extracting(MembershipEvent::getClusterName)
			.isEqualTo("wan"));
		eventually(() -> assertThat(events(gateway, MemberJoinedEvent.class)).filteredOn(named("inside"))
			.singleElement()
			.extracting(MembershipEvent::getClusterName)
			.isEqualTo("primary"));
		wan.publish("deploy", new byte[0], false).join();
		eventually(() -> assertThat(events(outside, UserEvent.class)).hasSize(1));
		eventually(() -> assertThat(events(gateway, UserEvent.class)).singleElement()
			.extracting(UserEvent::getClusterName)
			.isEqualTo("wan"));
		assertThat(events(inside, UserEvent.class)).isEmpty();
		gateway.close();
		for (ConfigurableApplicationContext left : List.of(inside, outside)) {
			eventually(() -> assertThat(events(left, MemberLeftEvent.class)).hasSize(1));
			assertThat(events(left, MemberFailedEvent.class)).isEmpty();
		}
		assertThat(wan.memberlist().isRunning()).isFalse();
	}

	@Test
	void whatIsAskedIsAnsweredByAll() {
		ConfigurableApplicationContext first = start("first", Map.of());
		ConfigurableApplicationContext second = start("second", joining(first));
		await("the members").until(() -> cluster(first).members().size() == 2 && cluster(second).members().size() == 2);
		ClusterTemplate template = first.getBean(ClusterTemplate.class);
		assertThat(template.query("name", null, Duration.ofSeconds(20)))
			.extracting((answer) -> answer.from() + ":" + template.read(answer, String.class))
			.containsExactlyInAnyOrder("first:I am first", "second:I am second");
		eventually(() -> assertThat(events(second, QueryEvent.class)).singleElement()
			.satisfies((event) -> assertThat(event.getSourceMember()).isEqualTo("first")));
	}

	private static Predicate<MembershipEvent> named(String name) {
		return (event) -> event.getMember().name().equals(name);
	}

	private static Map<String, Object> with(Map<String, Object> properties, String name, Object value) {
		Map<String, Object> all = new HashMap<>(properties);
		all.put(name, value);
		return all;
	}

	private ConfigurableApplicationContext start(String name, Map<String, Object> properties) {
		Map<String, Object> all = new HashMap<>(Map.of("membership.node-name", name, "membership.profile", "local",
				"membership.bind-port", 0, "membership.bind-address", "127.0.0.1", "spring.main.banner-mode", "off"));
		all.putAll(properties);
		ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.run(all.entrySet().stream().map((it) -> "--" + it.getKey() + "=" + it.getValue()).toArray(String[]::new));
		this.applications.add(context);
		return context;
	}

	private static Cluster cluster(ConfigurableApplicationContext context) {
		return context.getBean(Cluster.class);
	}

	private static Map<String, Object> joining(ConfigurableApplicationContext seed) {
		return Map.of("membership.join", "127.0.0.1:" + cluster(seed).memberlist().localMember().address().getPort());
	}

	private static <T> List<T> events(ConfigurableApplicationContext context, Class<T> type) {
		List<ApplicationEvent> all = context.getBean(Application.class).events;
		synchronized (all) {
			Stream<T> matching = all.stream().filter(type::isInstance).map(type::cast);
			return matching.toList();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(MembershipAutoConfiguration.class)
	static class Application {

		final List<ApplicationEvent> events = Collections.synchronizedList(new ArrayList<>());

		@OnQuery("name")
		String name(QueryEvent event) {
			return "I am " + event.getCluster().config().memberlist().name();
		}

		@EventListener
		void on(ApplicationEvent event) {
			this.events.add(event);
		}

	}

}
