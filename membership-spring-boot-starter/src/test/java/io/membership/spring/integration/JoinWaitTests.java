package io.membership.spring.integration;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import io.membership.spring.lifecycle.MembershipJoinException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static io.membership.testing.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Applications that wait for a member that never comes. */
@ExtendWith(OutputCaptureExtension.class)
class JoinWaitTests {

	private static final String[] ARGUMENTS = { "--membership.bind-address=127.0.0.1", "--membership.bind-port=0",
			"--membership.profile=local", "--membership.node-name=node", "--membership.join=127.0.0.1:1",
			"--membership.services.registration.port=4711", "--spring.main.banner-mode=off" };

	@Test
	void closingTheContextEndsTheWaitAtOnceAndRegistersNothing(CapturedOutput output) throws Exception {
		AtomicReference<ConfigurableApplicationContext> context = new AtomicReference<>();
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		Thread main = new Thread(() -> {
			try {
				application(context).run(with("--membership.wait-for-join=1h"));
			}
			catch (Throwable ex) {
				failure.complete(ex);
			}
		});
		main.start();
		await("the wait").until(() -> waitsForJoin(main));
		context.get().close();
		await("the end of the start").until(failure::isDone);
		assertThat(failure.get()).hasRootCauseInstanceOf(MembershipJoinException.class);
		assertThat(output).contains("stopped while it waited to join").doesNotContain("Registered as a service");
	}

	@Test
	void aStartThatMustNotGoOnAloneFailsAndSaysWhatToDo(CapturedOutput output) {
		assertThatThrownBy(() -> application(new AtomicReference<>())
			.run(with("--membership.wait-for-join=100ms", "--membership.fail-fast=true")))
			.hasRootCauseInstanceOf(MembershipJoinException.class);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("No other member was reached within membership.wait-for-join=PT0.1S")
			.contains("127.0.0.1:1")
			.contains("membership.fail-fast=false");
	}

	@Test
	void failingFastNeedsATimeToWait(CapturedOutput output) {
		assertThatThrownBy(() -> application(new AtomicReference<>()).run(with("--membership.fail-fast=true")))
			.isNotNull();
		assertThat(output).contains("The property membership.fail-fast is invalid").contains("Set wait-for-join");
	}

	private static SpringApplicationBuilder application(AtomicReference<ConfigurableApplicationContext> context) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE).initializers(context::set);
	}

	private static String[] with(String... more) {
		String[] all = Arrays.copyOf(ARGUMENTS, ARGUMENTS.length + more.length);
		System.arraycopy(more, 0, all, ARGUMENTS.length, more.length);
		return all;
	}

	private static boolean waitsForJoin(Thread thread) {
		return thread.getState() == Thread.State.WAITING
				&& Arrays.stream(thread.getStackTrace()).anyMatch((frame) -> frame.getMethodName().equals("awaitJoin"));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
