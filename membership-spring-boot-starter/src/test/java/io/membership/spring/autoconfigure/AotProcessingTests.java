package io.membership.spring.autoconfigure;

import io.membership.spring.actuate.ClusterDescriptor;
import io.membership.spring.actuate.ErrorDescriptor;
import io.membership.spring.actuate.ForgetDescriptor;
import io.membership.spring.actuate.MemberDescriptor;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.msgpack.core.buffer.MessageBuffer;

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

import static org.assertj.core.api.Assertions.assertThat;

/** Ahead-of-time processing of an application with everything switched on. */
class AotProcessingTests {

	@Test
	void aheadOfTimeProcessingSeesWhatNeedsReflection() {
		AnnotationConfigServletWebServerApplicationContext context = new AnnotationConfigServletWebServerApplicationContext();
		TestPropertyValues.of("management.endpoints.web.exposure.include=*").applyTo(context);
		context.register(Application.class);
		InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
		DefaultGenerationContext generated = new DefaultGenerationContext(
				new ClassNameGenerator(ClassName.get("com.example", "Test")), files, new RuntimeHints());
		new ApplicationContextAotGenerator().processAheadOfTime(context, generated);
		generated.writeGeneratedContent();
		RuntimeHints hints = generated.getRuntimeHints();
		for (Class<?> type : new Class<?>[] { MembershipProperties.class, MembershipProperties.JoinRetry.class,
				MembershipProperties.Encryption.class, MembershipProperties.Gossip.class,
				MembershipProperties.Probe.class, MembershipProperties.Suspicion.class,
				MembershipProperties.Metrics.class, ClusterDescriptor.class, ClusterDescriptor.Self.class,
				ClusterDescriptor.Counts.class, ClusterDescriptor.BroadcastQueue.class, MemberDescriptor.class,
				ForgetDescriptor.class, ErrorDescriptor.class, MessageBuffer.class }) {
			assertThat(RuntimeHintsPredicates.reflection().onType(type)).as(type.getName()).accepts(hints);
		}
		assertThat(files.getGeneratedFiles(Kind.SOURCE).keySet())
			.anyMatch((path) -> path.contains("MembershipAutoConfiguration__BeanDefinitions"));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		SimpleMeterRegistry meterRegistry() {
			return new SimpleMeterRegistry();
		}

	}

}
