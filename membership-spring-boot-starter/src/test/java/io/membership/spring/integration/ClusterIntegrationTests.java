package io.membership.spring.integration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.membership.gossip.Broadcast;
import io.membership.gossip.Member;
import io.membership.gossip.MemberStatus;
import io.membership.gossip.Memberlist;
import io.membership.gossip.MemberlistMetrics.ProbeOutcome;
import io.membership.spring.autoconfigure.MembershipAutoConfiguration;
import io.membership.spring.event.MemberFailedEvent;
import io.membership.spring.event.MemberJoinedEvent;
import io.membership.spring.event.MemberLeftEvent;
import io.membership.spring.event.MemberUpdatedEvent;
import io.membership.spring.event.MembershipEvent;
import io.membership.spring.event.UserMessageEvent;
import io.membership.testing.Eventually;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static io.membership.testing.Eventually.await;
import static io.membership.testing.Eventually.eventually;
import static io.membership.testing.Eventually.open;
import static org.assertj.core.api.Assertions.assertThat;

/** Real applications that form a cluster of memberlist on the loopback interface. */
@ExtendWith(OutputCaptureExtension.class)
class ClusterIntegrationTests {

	private final List<ConfigurableApplicationContext> applications = new ArrayList<>();

	@AfterEach
	void closeInReverse() {
		Collections.reverse(this.applications);
		this.applications.forEach(ConfigurableApplicationContext::close);
	}

	@Test
	void twoApplicationsSeeEachOtherTalkAndLeaveCleanly() {
		ConfigurableApplicationContext first = start("first", Map.of("membership.metadata", "role=web"));
		ConfigurableApplicationContext second = start("second", joining(first));
		Memberlist one = first.getBean(Memberlist.class);
		Memberlist two = second.getBean(Memberlist.class);
		await("the members").until(() -> one.members().size() == 2 && two.members().size() == 2);
		assertThat(two.member("first")).get().extracting(Member::metadataAsText).isEqualTo("role=web");
		eventually(
				() -> assertThat(names(first, MemberJoinedEvent.class)).containsExactlyInAnyOrder("first", "second"));
		eventually(
				() -> assertThat(names(second, MemberJoinedEvent.class)).containsExactlyInAnyOrder("first", "second"));

		one.updateMetadata("role=batch".getBytes()).join();
		eventually(() -> assertThat(names(second, MemberUpdatedEvent.class)).contains("first"));

		one.broadcast(Broadcast.unique("hello".getBytes()));
		two.sendReliable(one.localMember(), "direct".getBytes()).join();
		eventually(() -> assertThat(messages(second)).contains("hello"));
		eventually(() -> assertThat(messages(first)).contains("direct"));

		second.close();
		eventually(() -> assertThat(names(first, MemberLeftEvent.class)).containsExactly("second"));
		assertThat(names(first, MemberFailedEvent.class)).isEmpty();
		assertThat(one.count(MemberStatus.LEFT)).isOne();
		assertThat(two.isRunning()).isFalse();
	}

	@Test
	void encryptedApplicationsSeeEachOther() {
		String key = "MDEyMzQ1Njc4OWFiY2RlZg==";
		ConfigurableApplicationContext first = start("first", Map.of("membership.encryption.keys", key));
		Map<String, Object> properties = new HashMap<>(joining(first));
		properties.put("membership.encryption.keys", "ZmVkY2JhOTg3NjU0MzIxMA==," + key);
		properties.put("membership.wait-for-join", "2m");
		ConfigurableApplicationContext stranger = start("stranger", joining(first));
		properties.put("membership.encryption.keys", key);
		ConfigurableApplicationContext second = start("second", properties);
		assertThat(second.getBean(Memberlist.class).members()).hasSize(2);
		assertThat(stranger.getBean(Memberlist.class).members()).hasSize(1);
	}

	@Test
	void theStartWaitsUntilTheClusterIsJoinedIfAskedTo() {
		ConfigurableApplicationContext first = start("first", Map.of());
		Map<String, Object> properties = new HashMap<>(joining(first));
		properties.put("membership.wait-for-join", "2m");
		ConfigurableApplicationContext second = start("second", properties);
		assertThat(second.getBean(Memberlist.class).members()).hasSize(2);
	}

	@Test
	void seedsThatCannotBeReachedDoNotStopTheStart() {
		ConfigurableApplicationContext alone = start("alone",
				Map.of("membership.join", "127.0.0.1:1,no.such.host.invalid"));
		assertThat(alone.getBean(Memberlist.class).isRunning()).isTrue();
	}

	@Test
	void aListenerThatBlocksCostsNoFalseFailure() {
		ConfigurableApplicationContext first = start("first", Map.of());
		CountDownLatch unblock = new CountDownLatch(1);
		CountDownLatch blocked = new CountDownLatch(1);
		SpringApplication application = application();
		application.addInitializers((context) -> context.addApplicationListener((event) -> {
			if (event instanceof MembershipEvent) {
				blocked.countDown();
				awaitUninterruptibly(unblock);
			}
		}));
		ConfigurableApplicationContext second = start(application, "second", joining(first));
		open(blocked, "the listener to be called");
		Memberlist one = first.getBean(Memberlist.class);
		await("the members").until(() -> one.members().size() == 2);
		awaitProbes(one, second.getBean(Memberlist.class));
		assertThat(names(first, MemberFailedEvent.class)).isEmpty();
		assertThat(one.count(MemberStatus.ALIVE)).isEqualTo(2);
		assertThat(second.getBean(Memberlist.class).count(MemberStatus.ALIVE)).isEqualTo(2);
		unblock.countDown();
	}

	@Test
	void aQuietClusterLogsAFewLinesAndThenNothing(CapturedOutput output) {
		ConfigurableApplicationContext first = start("first", Map.of());
		ConfigurableApplicationContext second = start("second", joining(first));
		await("the members").until(() -> second.getBean(Memberlist.class).members().size() == 2
				&& first.getBean(Memberlist.class).members().size() == 2);
		long before = lines(output);
		assertThat(before).isLessThan(20);
		awaitProbes(first.getBean(Memberlist.class), second.getBean(Memberlist.class));
		assertThat(lines(output) - before).isLessThanOrEqualTo(2);
		assertThat(output).doesNotContain("not encrypted");
	}

	/** Several rounds of probing, in which each is asked by the other. */
	private static void awaitProbes(Memberlist... members) {
		for (Memberlist member : members) {
			long before = member.metrics().probes(ProbeOutcome.DIRECT);
			await("probes by " + member.localMember().name())
				.until(() -> member.metrics().probes(ProbeOutcome.DIRECT) >= before + 3);
		}
	}

	private static long lines(CapturedOutput output) {
		return Arrays.stream(output.getAll().split("\n"))
			.filter((line) -> line.contains(" INFO ") || line.contains(" WARN ") || line.contains(" ERROR "))
			.filter((line) -> line.contains("i.m.") || line.contains("io.membership"))
			.count();
	}

	private ConfigurableApplicationContext start(String name, Map<String, Object> properties) {
		return start(application(), name, properties);
	}

	private ConfigurableApplicationContext start(SpringApplication application, String name,
			Map<String, Object> properties) {
		List<String> arguments = new ArrayList<>(List.of("--membership.node-name=" + name, "--membership.profile=local",
				"--membership.protocol=memberlist", "--membership.bind-port=0", "--membership.bind-address=127.0.0.1",
				"--spring.main.banner-mode=off"));
		properties.forEach((key, value) -> arguments.add("--" + key + "=" + value));
		ConfigurableApplicationContext context = application.run(arguments.toArray(String[]::new));
		this.applications.add(context);
		return context;
	}

	private static SpringApplication application() {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE).build();
	}

	private static Map<String, Object> joining(ConfigurableApplicationContext seed) {
		return Map.of("membership.join",
				"127.0.0.1:" + seed.getBean(Memberlist.class).localMember().address().getPort());
	}

	private static List<String> names(ConfigurableApplicationContext context, Class<? extends MembershipEvent> type) {
		Application application = context.getBean(Application.class);
		synchronized (application.events) {
			return application.events.stream()
				.filter(type::isInstance)
				.map((event) -> event.getMember().name())
				.toList();
		}
	}

	private static List<String> messages(ConfigurableApplicationContext context) {
		return List.copyOf(context.getBean(Application.class).messages);
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			latch.await(Eventually.LIMIT.toSeconds(), TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(MembershipAutoConfiguration.class)
	static class Application {

		final List<MembershipEvent> events = Collections.synchronizedList(new ArrayList<>());

		final List<String> messages = Collections.synchronizedList(new ArrayList<>());

		@EventListener
		void on(MembershipEvent event) {
			this.events.add(event);
		}

		@EventListener
		void on(UserMessageEvent event) {
			this.messages.add(event.getText());
		}

	}

}
