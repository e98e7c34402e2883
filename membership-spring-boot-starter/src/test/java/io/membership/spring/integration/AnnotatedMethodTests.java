package io.membership.spring.integration;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;

import io.membership.cluster.QueryAnswer;
import io.membership.cluster.QueryRequest;
import io.membership.spring.ClusterTemplate;
import io.membership.spring.OnQuery;
import io.membership.spring.OnUserEvent;
import io.membership.spring.autoconfigure.MembershipAutoConfiguration;
import io.membership.spring.event.QueryEvent;
import io.membership.spring.event.UserEvent;
import io.membership.testing.Eventually;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static io.membership.testing.Eventually.await;
import static io.membership.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Methods that take user events and answer queries, and the template that sends them. */
@ExtendWith(OutputCaptureExtension.class)
class AnnotatedMethodTests {

	private static final Duration DEADLINE = Eventually.LIMIT;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MembershipAutoConfiguration.class, JacksonAutoConfiguration.class))
		.withPropertyValues("membership.bind-address=127.0.0.1", "membership.bind-port=0", "membership.profile=local",
				"membership.node-name=self", "membership.leave.propagate-delay=0s", "event.name=deploy");

	@Test
	void aUserEventReachesTheMethodsOfItsNameInTheFormThatTheyWant() {
		with(EventMethods.class, (template, methods) -> {
			template.publish("deploy", new Deployment("shop", 2)).join();
			assertThat(methods.next("event")).isEqualTo("UserEvent[deploy, 27 bytes]");
			assertThat(methods.next("json")).isEqualTo(new Deployment("shop", 2));
			assertThat(methods.next("text and event")).asString()
				.contains("\"what\":\"shop\"")
				.endsWith("deployprimary");
			assertThat(methods.next("any")).isEqualTo("deploy");
			template.publish("bytes", new byte[] { 1, 2 }, true).join();
			assertThat((byte[]) methods.next("bytes")).containsExactly(1, 2);
			template.publish("other", null).join();
			assertThat(methods.next("any")).isEqualTo("bytes");
			assertThat(methods.next("any")).isEqualTo("other");
			assertThat(methods.queues.values()).allMatch(BlockingQueue::isEmpty);
		});
	}

	@Test
	void aMethodThatThrowsIsLoggedAndTheNextEventArrives(CapturedOutput output) {
		with(EventMethods.class, (template, methods) -> {
			template.publish("bad", "first").join();
			template.publish("bad", "second").join();
			assertThat(methods.next("bad")).isEqualTo("first");
			assertThat(methods.next("bad")).isEqualTo("second");
			template.publish("deploy", "no json").join();
			assertThat(methods.next("event")).isNotNull();
			eventually(() -> assertThat(output).contains("EventMethods.bad has failed for 'bad'")
				.contains("The payload of 7 bytes is not JSON for a")
				.doesNotContain("no json"));
		});
	}

	@Test
	void whatAMethodReturnsIsTheAnswer() {
		with(QueryMethods.class, (template, methods) -> {
			assertThat(answers(template, "text")).containsExactly("hello you");
			assertThat(answers(template, "json")).containsExactly("{\"value\":0.5}");
			assertThat(template.read(template.query("json", "you", DEADLINE).get(0), Load.class))
				.isEqualTo(new Load(0.5));
			assertThat(answers(template, "later")).containsExactly("promised");
			assertThat(answers(template, "by-event")).containsExactly("from self");
			List<QueryAnswer> bytes = template.query("bytes", new byte[] { 7 }, DEADLINE);
			assertThat(bytes).singleElement().satisfies((answer) -> {
				assertThat(answer.from()).isEqualTo("self");
				assertThat(answer.payload()).containsExactly(7);
			});
		});
	}

	@Test
	void theValueOfAMonoIsTheAnswer() {
		with(ReactiveMethods.class, (template, methods) -> {
			assertThat(answers(template, "mono")).containsExactly("{\"value\":0.5}");
			assertThat(answers(template, "slow-mono")).containsExactly("slow");
			assertThat(answers(template, "promised-mono")).containsExactly("promised");
			assertThat(answers(template, "mono-of-list")).containsExactly("[{\"value\":1.0}]");
			assertThat(answers(template, "generic")).containsExactly("{\"value\":2.0}");
			assertThat(answers(template, "undeclared")).containsExactly("undeclared");
		});
	}

	@Test
	void anEmptyMonoDoesNotAnswerAndAFailedOneIsLogged(CapturedOutput output) {
		with(ReactiveMethods.class, (template, methods) -> {
			assertThat(template.query("empty", null, Duration.ofMillis(300))).isEmpty();
			assertThat(template.query("void", null, Duration.ofMillis(300))).isEmpty();
			eventually(() -> assertThat(methods.subscribed).isTrue());
			assertThat(template.query("failed", null, Duration.ofMillis(300))).isEmpty();
			assertThat(template.query("undeclared-flux", null, Duration.ofMillis(300))).isEmpty();
			eventually(() -> assertThat(output).contains("ReactiveMethods.failed has failed for 'failed'")
				.contains("ReactiveMethods.undeclaredFlux has failed for 'undeclared-flux'"));
		});
	}

	@Test
	void withoutReactorACompletionStageIsStillAnAnswer() {
		this.runner.withClassLoader(new FilteredClassLoader("reactor", "org.reactivestreams"))
			.withBean(PromisedText.class)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void whatDoesNotAnswerIsWaitedForUntilTheDeadlineOnly() {
		with(QueryMethods.class, (template, methods) -> {
			assertThat(template.query("nothing", "you", Duration.ofMillis(300))).isEmpty();
			assertThat(template.query("nobody", null, Duration.ofMillis(300))).isEmpty();
			QueryRequest withAck = QueryRequest.of("text", new byte[0])
				.withAck(true)
				.withTimeout(Duration.ofMillis(300));
			eventually(() -> assertThat(template.query(withAck).acks()).containsExactly("self"));
		});
	}

	@Test
	void answersCanBeHadWhileTheyCome() {
		with(QueryMethods.class, (template, methods) -> {
			BlockingQueue<String> came = new LinkedBlockingQueue<>();
			template.query("text", "you", DEADLINE, (answer) -> came.add(template.read(answer, String.class)));
			assertThat(poll(came)).isEqualTo("hello you");
			try (Stream<QueryAnswer> stream = template.stream("text", "you", DEADLINE)) {
				assertThat(stream.findFirst()).get().extracting(QueryAnswer::from).isEqualTo("self");
			}
			try (Stream<QueryAnswer> stream = template.stream("nobody", "you", Duration.ofMillis(300))) {
				assertThat(stream).isEmpty();
			}
		});
	}

	@Test
	void anAnswerThatIsTooLargeOrCannotBeHadIsLogged(CapturedOutput output) {
		with(QueryMethods.class, (template, methods) -> {
			assertThat(template.query("large", null, Duration.ofMillis(300))).isEmpty();
			assertThat(template.query("broken", null, Duration.ofMillis(300))).isEmpty();
			assertThat(template.query("broken-later", null, Duration.ofMillis(300))).isEmpty();
			eventually(() -> assertThat(output).contains("QueryMethods.large to the query 'large' was not sent")
				.contains("exceeds limit of 1024 bytes")
				.contains("QueryMethods.broken has failed for 'broken'")
				.contains("QueryMethods.brokenLater has failed for 'broken-later'"));
		});
	}

	@Test
	void whatIsTooLargeToBeSentIsAnErrorOfTheCaller() {
		with(QueryMethods.class, (template, methods) -> {
			assertThatIllegalArgumentException().isThrownBy(() -> template.publish("deploy", "x".repeat(513)))
				.withMessageContaining("512");
			assertThatIllegalArgumentException().isThrownBy(() -> template.query("text", "x".repeat(2000), DEADLINE))
				.withMessageContaining("1024");
		});
	}

	@ParameterizedTest
	@MethodSource
	void aMethodThatCannotBeCalledStopsTheStart(Class<?> bean, String problem) {
		this.runner.withBean(bean).run((context) -> assertThat(context).getFailure().hasMessageContaining(problem));
	}

	static List<Object[]> aMethodThatCannotBeCalledStopsTheStart() {
		return List.of(new Object[] { TwoPayloads.class, "has more than one parameter for the event" },
				new Object[] { WrongEvent.class, "takes a QueryEvent, which is not a UserEvent" },
				new Object[] { EventWithResult.class, "return values of user-event handlers are ignored" },
				new Object[] { EventWithMono.class, "return values of user-event handlers are ignored" },
				new Object[] { FluxAnswer.class, "returns a reactor.core.publisher.Flux, but a query has one answer" },
				new Object[] { PublisherAnswer.class, "but a query has one answer" },
				new Object[] { FlowAnswer.class, "but a query has one answer" },
				new Object[] { FutureAnswer.class,
						"returns a java.util.concurrent.Future, but a query has one answer" },
				new Object[] { PromisedFlux.class,
						"returns a reactor.core.publisher.Flux, but a query has one answer" },
				new Object[] { NoName.class, "has no name" },
				new Object[] { TwoAnswers.class, "answers the query 'load', as " },
				new Object[] { UnknownCluster.class, "refers to unknown cluster 'wan'" });
	}

	@Test
	void withoutJacksonTextAndBytesWorkAndObjectsAreAnErrorAtTheStart() {
		ApplicationContextRunner without = this.runner.withClassLoader(new FilteredClassLoader(JsonMapper.class));
		without.withBean(EventMethods.class)
			.run((context) -> assertThat(context).getFailure().hasMessageContaining("which needs a Jackson mapper"));
		without.withBean(PromisedText.class).run((context) -> assertThat(context).hasNotFailed());
		without.withBean(JsonAnswer.class)
			.run((context) -> assertThat(context).getFailure().hasMessageContaining("which needs a Jackson mapper"));
		without.run((context) -> {
			ClusterTemplate template = context.getBean(ClusterTemplate.class);
			template.publish("deploy", "text").join();
			assertThatIllegalArgumentException().isThrownBy(() -> template.publish("deploy", new Load(1)))
				.withMessageContaining("Use a byte array or a String");
		});
	}

	private <T> void with(Class<T> bean, Use<T> use) {
		this.runner.withBean(bean).run((context) -> {
			assertThat(context).hasNotFailed();
			use.use(context.getBean(ClusterTemplate.class), context.getBean(bean));
		});
	}

	private static List<String> answers(ClusterTemplate template, String name) {
		return template.query(name, "you", DEADLINE)
			.stream()
			.map((answer) -> template.read(answer, String.class))
			.toList();
	}

	private static <T> T poll(BlockingQueue<T> queue) {
		await("a call of the method").until(() -> !queue.isEmpty());
		return queue.remove();
	}

	@FunctionalInterface
	interface Use<T> {

		void use(ClusterTemplate template, T bean);

	}

	record Deployment(String what, int version) {

	}

	record Load(double value) {

	}

	static class EventMethods {

		final Map<String, BlockingQueue<Object>> queues = new ConcurrentHashMap<>();

		@OnUserEvent("${event.name}")
		void event(UserEvent event) {
			add("event", event.toString());
		}

		@OnUserEvent("deploy")
		void json(Deployment deployment) {
			add("json", deployment);
		}

		@OnUserEvent({ "deploy", "never" })
		private void textAndEvent(String text, UserEvent event) {
			add("text and event", text + event.getName() + event.getClusterName());
		}

		@OnUserEvent("bytes")
		void bytes(byte[] payload) {
			add("bytes", payload);
		}

		@OnUserEvent(cluster = "primary")
		void any(UserEvent event) {
			if (!event.getName().equals("bad")) {
				add("any", event.getName());
			}
		}

		@OnUserEvent("bad")
		void bad(String text) {
			add("bad", text);
			throw new IllegalStateException("on purpose");
		}

		private void add(String method, Object value) {
			this.queues.computeIfAbsent(method, (it) -> new LinkedBlockingQueue<>()).add(value);
		}

		Object next(String method) {
			return poll(this.queues.computeIfAbsent(method, (it) -> new LinkedBlockingQueue<>()));
		}

	}

	static class QueryMethods {

		@OnQuery("text")
		String text(String who) {
			return "hello " + who;
		}

		@OnQuery("json")
		Load json() {
			return new Load(0.5);
		}

		@OnQuery("bytes")
		byte[] bytes(byte[] payload) {
			return payload;
		}

		@OnQuery("later")
		CompletableFuture<String> later() {
			return CompletableFuture.supplyAsync(() -> "promised");
		}

		@OnQuery("by-event")
		void byEvent(QueryEvent event) {
			assertThat(event.getRemaining()).isPositive();
			event.respond("from " + event.getSourceMember());
		}

		@OnQuery("nothing")
		String nothing() {
			return null;
		}

		@OnQuery("large")
		String large() {
			return "x".repeat(2000);
		}

		@OnQuery("broken")
		String broken() {
			throw new IllegalStateException("on purpose");
		}

		@OnQuery("broken-later")
		CompletableFuture<String> brokenLater() {
			return CompletableFuture.failedFuture(new IllegalStateException("on purpose"));
		}

	}

	static class GenericAnswer<T> {

		private final T answer;

		GenericAnswer(T answer) {
			this.answer = answer;
		}

		@OnQuery("generic")
		Mono<T> generic() {
			return Mono.just(this.answer);
		}

	}

	static class ReactiveMethods extends GenericAnswer<Load> {

		ReactiveMethods() {
			super(new Load(2));
		}

		volatile boolean subscribed;

		@OnQuery("mono")
		Mono<Load> mono() {
			return Mono.just(new Load(0.5));
		}

		@OnQuery("slow-mono")
		Mono<String> slowMono() {
			return Mono.fromFuture(CompletableFuture.supplyAsync(() -> "slow"));
		}

		@OnQuery("promised-mono")
		CompletableFuture<Mono<String>> promisedMono() {
			return CompletableFuture.completedFuture(Mono.just("promised"));
		}

		@OnQuery("mono-of-list")
		Mono<List<Load>> monoOfList() {
			return Flux.just(new Load(1)).collectList();
		}

		@OnQuery("undeclared")
		Object undeclared() {
			return Mono.just("undeclared");
		}

		@OnQuery("undeclared-flux")
		Object undeclaredFlux() {
			return Flux.just("one", "two");
		}

		@OnQuery("empty")
		Mono<String> empty() {
			return Mono.empty();
		}

		@OnQuery("void")
		Mono<Void> nothing() {
			return Mono.fromRunnable(() -> this.subscribed = true);
		}

		@OnQuery("failed")
		Mono<String> failed() {
			return Mono.error(new IllegalStateException("on purpose"));
		}

	}

	static class EventWithMono {

		@OnUserEvent("deploy")
		Mono<Void> on() {
			return Mono.empty();
		}

	}

	static class FluxAnswer {

		@OnQuery("load")
		Flux<Load> on() {
			return Flux.empty();
		}

	}

	static class PublisherAnswer {

		@OnQuery("load")
		Publisher<Load> on() {
			return Flux.empty();
		}

	}

	static class FlowAnswer {

		@OnQuery("load")
		Flow.Publisher<Load> on() {
			return JdkFlowAdapter.publisherToFlowPublisher(Flux.empty());
		}

	}

	static class FutureAnswer {

		@OnQuery("load")
		Future<String> on() {
			return CompletableFuture.completedFuture("");
		}

	}

	static class PromisedFlux {

		@OnQuery("load")
		CompletableFuture<Flux<Load>> on() {
			return CompletableFuture.completedFuture(Flux.empty());
		}

	}

	static class TwoPayloads {

		@OnUserEvent("deploy")
		void on(String one, byte[] other) {
		}

	}

	static class WrongEvent {

		@OnUserEvent("deploy")
		void on(QueryEvent event) {
		}

	}

	static class EventWithResult {

		@OnUserEvent("deploy")
		String on() {
			return "";
		}

	}

	static class NoName {

		@OnQuery({})
		String on() {
			return "";
		}

	}

	static class TwoAnswers {

		@OnQuery({ "load", "one" })
		String one() {
			return "";
		}

		@OnQuery({ "two", "load" })
		String two() {
			return "";
		}

	}

	static class UnknownCluster {

		@OnQuery(value = "load", cluster = "wan")
		String on() {
			return "";
		}

	}

	static class PromisedText {

		@OnQuery("load")
		CompletableFuture<String> on() {
			return CompletableFuture.completedFuture("");
		}

	}

	static class JsonAnswer {

		@OnQuery("load")
		CompletableFuture<Load> on() {
			return CompletableFuture.completedFuture(new Load(1));
		}

	}

}
