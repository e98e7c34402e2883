package io.membership.spring.integration;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.membership.gossip.MemberStatus;
import io.membership.gossip.Memberlist;
import io.membership.gossip.MemberlistFixture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.GracefulShutdownCallback;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.servlet.ServletWebServerFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.verify;

/** The order in which the member and a recording web server start and stop. */
class CloseOrderTests {

	private static final List<String> record = Collections.synchronizedList(new ArrayList<>());

	private static boolean webServerFails;

	@BeforeEach
	void forget() {
		record.clear();
		webServerFails = false;
	}

	@Test
	void theMemberStartsFirstLeavesBeforeRequestsAreFinishedAndStopsLast() {
		ConfigurableApplicationContext context = run();
		assertThat(record).containsExactly("member started", "web server started");
		context.close();
		assertThat(record).containsExactly("member started", "web server started", "member leaves",
				"web server finishes requests", "web server stopped", "member stopped");
	}

	@Test
	void aStartThatFailsLaterTellsTheOthersAndFreesThePort() {
		webServerFails = true;
		assertThatThrownBy(CloseOrderTests::run).hasStackTraceContaining("no web server today");
		assertThat(record).containsExactly("member started", "member leaves", "member stopped");
	}

	@Test
	void closingTwiceLeavesOnce() {
		ConfigurableApplicationContext context = run();
		context.close();
		context.close();
		verify(context.getBeanFactory().getSingleton("memberlist") instanceof Memberlist memberlist ? memberlist
				: Application.memberlist)
			.leave(any());
	}

	private static ConfigurableApplicationContext run() {
		return new SpringApplicationBuilder(Application.class).run("--server.port=0", "--spring.main.banner-mode=off",
				"--server.address=127.0.0.1");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		static Memberlist memberlist;

		@Bean
		Memberlist memberlist() throws Exception {
			memberlist = MemberlistFixture.memberlist(MemberlistFixture.member("self", MemberStatus.ALIVE));
			given(memberlist.isRunning()).willReturn(false);
			willAnswer((call) -> {
				record.add("member started");
				given(memberlist.isRunning()).willReturn(true);
				return null;
			}).given(memberlist).start();
			given(memberlist.leave(any())).willAnswer((call) -> {
				record.add("member leaves");
				return CompletableFuture.completedFuture(null);
			});
			given(memberlist.shutdown()).willAnswer((call) -> {
				record.add("member stopped");
				given(memberlist.isRunning()).willReturn(false);
				return CompletableFuture.completedFuture(null);
			});
			return memberlist;
		}

		@Bean
		static BeanPostProcessor recordingWebServer() {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessAfterInitialization(Object bean, String beanName) {
					return (bean instanceof ServletWebServerFactory factory) ? (ServletWebServerFactory) (
							initializers) -> new RecordingWebServer(factory.getWebServer(initializers)) : bean;
				}

			};
		}

	}

	private static final class RecordingWebServer implements WebServer {

		private final WebServer actual;

		private boolean started;

		RecordingWebServer(WebServer actual) {
			this.actual = actual;
		}

		@Override
		public void start() {
			if (webServerFails) {
				throw new IllegalStateException("no web server today");
			}
			this.actual.start();
			this.started = true;
			record.add("web server started");
		}

		@Override
		public void stop() {
			this.actual.stop();
			if (this.started) {
				this.started = false;
				record.add("web server stopped");
			}
		}

		@Override
		public void destroy() {
			this.actual.destroy();
		}

		@Override
		public int getPort() {
			return this.actual.getPort();
		}

		@Override
		public void shutDownGracefully(GracefulShutdownCallback callback) {
			record.add("web server finishes requests");
			this.actual.shutDownGracefully(callback);
		}

	}

}
