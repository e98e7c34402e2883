package io.membership.spring.autoconfigure;

import java.lang.reflect.Method;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import io.membership.spring.OnQuery;
import io.membership.spring.OnUserEvent;
import io.membership.spring.actuate.ClusterDescriptor;
import io.membership.spring.actuate.ClusterEndpoint.ForgetDescriptor;
import io.membership.spring.actuate.ClusterEventsEndpoint;
import io.membership.spring.actuate.ClusterKeysEndpoint;
import io.membership.spring.actuate.ClusterMembersEndpoint;
import io.membership.spring.actuate.ClusterQueriesEndpoint;
import io.membership.spring.actuate.ClusterServicesDescriptor;
import io.membership.spring.actuate.ErrorDescriptor;
import io.membership.spring.actuate.MemberDescriptor;
import io.membership.spring.autoconfigure.discovery.MembershipServicesProperties;
import io.membership.spring.autoconfigure.properties.BroadcastsProperties;
import io.membership.spring.autoconfigure.properties.EncryptionProperties;
import io.membership.spring.autoconfigure.properties.EventHandlerProperties;
import io.membership.spring.autoconfigure.properties.EventsProperties;
import io.membership.spring.autoconfigure.properties.GossipProperties;
import io.membership.spring.autoconfigure.properties.LeaveProperties;
import io.membership.spring.autoconfigure.properties.MembersProperties;
import io.membership.spring.autoconfigure.properties.MetricsProperties;
import io.membership.spring.autoconfigure.properties.ProbeProperties;
import io.membership.spring.autoconfigure.properties.PushPullProperties;
import io.membership.spring.autoconfigure.properties.QueriesProperties;
import io.membership.spring.autoconfigure.properties.RpcProperties;
import io.membership.spring.autoconfigure.properties.SeedsProperties;
import io.membership.spring.autoconfigure.properties.SnapshotProperties;
import io.membership.spring.autoconfigure.properties.SuspicionProperties;
import io.membership.spring.autoconfigure.properties.TransportProperties;
import io.membership.spring.autoconfigure.properties.VersionsProperties;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.msgpack.core.buffer.MessageBuffer;
import reactor.core.publisher.Mono;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;

/** Ahead-of-time processing of an application with everything switched on. */
class AotProcessingTests {

	@Test
	void aheadOfTimeProcessingSeesWhatNeedsReflection() {
		AnnotationConfigServletWebServerApplicationContext context = new AnnotationConfigServletWebServerApplicationContext();
		TestPropertyValues
			.of("management.endpoints.web.exposure.include=*", "management.endpoint.clusterevents.access=UNRESTRICTED",
					"management.endpoint.clusterqueries.access=UNRESTRICTED",
					"management.endpoint.clusterkeys.access=UNRESTRICTED",
					"management.endpoint.clustermembers.access=UNRESTRICTED")
			.applyTo(context);
		context.register(Application.class);
		InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
		DefaultGenerationContext generated = new DefaultGenerationContext(
				new ClassNameGenerator(ClassName.get("com.example", "Test")), files, new RuntimeHints());
		new ApplicationContextAotGenerator().processAheadOfTime(context, generated);
		generated.writeGeneratedContent();
		RuntimeHints hints = generated.getRuntimeHints();
		for (Class<?> type : new Class<?>[] { MembershipProperties.class, SeedsProperties.class,
				SeedsProperties.Retry.class, EncryptionProperties.class, GossipProperties.class, ProbeProperties.class,
				SuspicionProperties.class, PushPullProperties.class, TransportProperties.class,
				VersionsProperties.class, LeaveProperties.class, MetricsProperties.class, ClusterDescriptor.class,
				ClusterDescriptor.Self.class, ClusterDescriptor.Counts.class, ClusterDescriptor.BroadcastQueue.class,
				MemberDescriptor.class, ForgetDescriptor.class, ErrorDescriptor.class, MessageBuffer.class,
				MembershipServicesProperties.class, MembershipServicesProperties.Registration.class,
				MembershipServicesProperties.Consul.class, ClusterServicesDescriptor.class,
				ClusterServicesDescriptor.Local.class, ClusterServicesDescriptor.LocalServiceDescriptor.class,
				ClusterServicesDescriptor.CheckDescriptor.class, ClusterServicesDescriptor.SyncerDescriptor.class,
				ClusterServicesDescriptor.Catalog.class, ClusterServicesDescriptor.ServiceDescriptor.class,
				ClusterServicesDescriptor.InstanceDescriptor.class }) {
			assertThat(RuntimeHintsPredicates.reflection().onType(type)).as(type.getName()).accepts(hints);
		}
		for (Class<?> type : new Class<?>[] { MembersProperties.class, EventsProperties.class,
				EventsProperties.Coalesce.class, QueriesProperties.class, BroadcastsProperties.class,
				SnapshotProperties.class, RpcProperties.class, EventHandlerProperties.class, Deployment.class,
				Load.class, Stock.class, ClusterDescriptor.Serf.class, ClusterDescriptor.LamportTimes.class,
				ClusterKeysEndpoint.Keys.class, ClusterKeysEndpoint.Rotation.class, ClusterKeysEndpoint.Key.class,
				ClusterQueriesEndpoint.Answered.class, ClusterQueriesEndpoint.Answer.class,
				ClusterEventsEndpoint.PublishedEvent.class, ClusterMembersEndpoint.Joined.class }) {
			assertThat(RuntimeHintsPredicates.reflection().onType(type)).as(type.getName()).accepts(hints);
		}
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(method("deploy", Deployment.class)))
			.accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(method("load"))).accepts(hints);
		assertThat(files.getGeneratedFiles(Kind.SOURCE).keySet())
			.anyMatch((path) -> path.contains("MembershipAutoConfiguration__BeanDefinitions"));
	}

	private static Method method(String name, Class<?>... parameters) {
		return Objects.requireNonNull(ReflectionUtils.findMethod(Methods.class, name, parameters));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		SimpleMeterRegistry meterRegistry() {
			return new SimpleMeterRegistry();
		}

		@Bean
		Methods methods() {
			return new Methods();
		}

	}

	record Deployment(String what) {

	}

	record Stock(int count) {

	}

	record Load(double value) {

	}

	static class Methods {

		@OnUserEvent("deploy")
		void deploy(Deployment deployment) {
		}

		@OnQuery("load")
		CompletableFuture<Load> load() {
			return CompletableFuture.completedFuture(new Load(1));
		}

		@OnQuery("stock")
		Mono<Stock> stock() {
			return Mono.just(new Stock(1));
		}

	}

}
