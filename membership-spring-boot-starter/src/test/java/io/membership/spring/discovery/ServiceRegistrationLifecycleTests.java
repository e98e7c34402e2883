package io.membership.spring.discovery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;

import io.membership.catalog.HealthStatus;
import io.membership.catalog.LocalServices;
import io.membership.catalog.ServiceRegistration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.GenericApplicationContext;

import static io.membership.testing.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

class ServiceRegistrationLifecycleTests {

	private final LocalServices services = mock(LocalServices.class);

	private final GenericApplicationContext context = new GenericApplicationContext();

	private final List<String> said = new ArrayList<>();

	private CompletableFuture<@Nullable Void> spread = CompletableFuture.completedFuture(null);

	private boolean othersPresent = true;

	@BeforeEach
	void recordWhatIsSaid() {
		willAnswer((call) -> {
			ServiceRegistration registration = call.getArgument(0);
			return said("register " + registration.service().id() + " " + registration.health().text());
		}).given(this.services).register(any());
		willAnswer((call) -> said("deregister " + call.getArgument(0))).given(this.services).deregister(anyString());
		willAnswer((call) -> said(call.<HealthStatus>getArgument(1).text())).given(this.services)
			.setHealth(anyString(), any());
		willAnswer((call) -> this.spread).given(this.services).whenSpread();
		given(this.services.whenInSync()).willReturn(CompletableFuture.completedFuture(null));
	}

	@Test
	void theApplicationIsRegisteredWithTheRealPortOfItsWebServerAndItsHealthFollowsReadiness() {
		ApplicationService service = service(true, Duration.ZERO);
		ServiceRegistrationLifecycle lifecycle = lifecycle(service);
		service.serverStarted(4711);
		lifecycle.start();
		ready(service, ReadinessState.ACCEPTING_TRAFFIC);
		ready(service, ReadinessState.REFUSING_TRAFFIC);
		service.onApplicationEvent(new AvailabilityChangeEvent<>(this, LivenessState.BROKEN));
		assertThat(this.said).containsExactly("register orders-4711-node critical", "critical", "passing", "critical");
	}

	@Test
	void readinessNeedNotMatter() {
		ApplicationService service = service(false, Duration.ZERO);
		service.serverStarted(4711);
		lifecycle(service).start();
		assertThat(this.said).startsWith("register orders-4711-node passing").doesNotContain("critical");
	}

	@Test
	void anApplicationThatNobodyCanCallIsNotRegistered() {
		ServiceRegistrationLifecycle lifecycle = lifecycle(service(true, Duration.ofMinutes(1)));
		lifecycle.start();
		assertThat(lifecycle.isRunning()).isTrue();
		lifecycle.stop();
		assertThat(this.said).isEmpty();
		assertThat(lifecycle.isRunning()).isFalse();
	}

	@Test
	void thePortOfTheActuatorIsMetadataAndSoIsHttps() {
		ApplicationService service = new ApplicationService(new RegistrationSettings("orders", "mine", "node", "", 443,
				true, List.of("blue"), Map.of("zone", "a"), true, Duration.ZERO));
		service.serverStarted(8443);
		service.managementPort(8444);
		assertThat(service.registration().service().metadata())
			.isEqualTo(Map.of("zone", "a", "secure", "true", "management.port", "8444"));
		assertThat(service.registration().service().port()).isEqualTo(443);
		assertThat(service.id()).isEqualTo("mine");
	}

	@Test
	void deregisteringIsTheFirstThingWhenTheContextClosesAndHappensOnce() {
		ApplicationService service = service(true, Duration.ZERO);
		service.serverStarted(4711);
		ServiceRegistrationLifecycle lifecycle = lifecycle(service);
		lifecycle.start();
		this.said.clear();
		lifecycle.onApplicationEvent(new ContextClosedEvent(new GenericApplicationContext()));
		assertThat(this.said).isEmpty();
		lifecycle.onApplicationEvent(new ContextClosedEvent(this.context));
		assertThat(this.said).containsExactly("deregister orders-4711-node");
		lifecycle.stop();
		ready(service, ReadinessState.REFUSING_TRAFFIC);
		assertThat(this.said).hasSize(1);
	}

	@Test
	void theShutdownGoesOnWhenTheOthersHaveHeardOfItAndNotBeforeTheDelay() {
		ApplicationService service = service(true, Duration.ofMillis(200));
		service.serverStarted(4711);
		this.spread = new CompletableFuture<>();
		ServiceRegistrationLifecycle lifecycle = lifecycle(service);
		lifecycle.start();
		CompletableFuture<Void> stopped = new CompletableFuture<>();
		long start = System.nanoTime();
		lifecycle.stop(() -> stopped.complete(null));
		assertThat(stopped).isNotDone();
		this.spread.complete(null);
		await("the end of the stop").until(stopped::isDone);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(190));
	}

	@Test
	void aBusyCommonPoolDoesNotDelayTheShutdown() {
		CompletableFuture<Void> busy = new CompletableFuture<>();
		for (int i = 0; i < 2 * ForkJoinPool.getCommonPoolParallelism() + 2; i++) {
			ForkJoinPool.commonPool().execute(busy::join);
		}
		try {
			ApplicationService service = service(true, Duration.ofMillis(50));
			service.serverStarted(4711);
			ServiceRegistrationLifecycle lifecycle = lifecycle(service);
			lifecycle.start();
			CompletableFuture<Void> stopped = new CompletableFuture<>();
			lifecycle.stop(() -> stopped.complete(null));
			await("the end of the stop").until(stopped::isDone);
		}
		finally {
			busy.complete(null);
		}
	}

	@Test
	void whoIsAloneWaitsForNobody() {
		ApplicationService service = service(true, Duration.ofMinutes(1));
		service.serverStarted(4711);
		this.othersPresent = false;
		ServiceRegistrationLifecycle lifecycle = lifecycle(service);
		lifecycle.start();
		CompletableFuture<Void> stopped = new CompletableFuture<>();
		lifecycle.stop(() -> stopped.complete(null));
		await("the end of the stop").until(stopped::isDone);
	}

	@Test
	void aCatalogThatIsNotReachedKeepsNobodyFromEnding() {
		ApplicationService service = service(true, Duration.ZERO);
		service.serverStarted(4711);
		given(this.services.whenInSync()).willReturn(new CompletableFuture<>());
		ServiceRegistrationLifecycle lifecycle = lifecycle(service);
		lifecycle.start();
		CompletableFuture<Void> stopped = new CompletableFuture<>();
		lifecycle.stop(() -> stopped.complete(null));
		await("the end of the stop").until(stopped::isDone);
	}

	@Test
	void aMemberThatDoesNotRunAnyMoreKeepsNobodyFromEnding() {
		ApplicationService service = service(true, Duration.ZERO);
		service.serverStarted(4711);
		willThrow(new IllegalStateException("not running")).given(this.services).whenSpread();
		given(this.services.deregister(anyString()))
			.willReturn(CompletableFuture.failedFuture(new IllegalStateException("not running")));
		ServiceRegistrationLifecycle lifecycle = lifecycle(service);
		lifecycle.start();
		lifecycle.stop();
		assertThat(lifecycle.isRunning()).isFalse();
	}

	@Test
	void itCanBeStartedAgainAndIsNotPaused() {
		ApplicationService service = service(true, Duration.ZERO);
		service.serverStarted(4711);
		ServiceRegistrationLifecycle lifecycle = lifecycle(service);
		lifecycle.start();
		lifecycle.stop();
		this.said.clear();
		lifecycle.start();
		assertThat(this.said).startsWith("register orders-4711-node critical");
		assertThat(lifecycle.isPauseable()).isFalse();
		verify(this.services, never()).deregisterAll();
	}

	private CompletableFuture<@Nullable Void> said(String what) {
		this.said.add(what);
		return CompletableFuture.completedFuture(null);
	}

	private ServiceRegistrationLifecycle lifecycle(ApplicationService service) {
		ServiceRegistrationLifecycle lifecycle = new ServiceRegistrationLifecycle(service,
				new LocalServiceRegistrar(this.services), this.services, () -> this.othersPresent);
		lifecycle.setApplicationContext(this.context);
		return lifecycle;
	}

	private static ApplicationService service(boolean followReadiness, Duration delay) {
		return new ApplicationService(new RegistrationSettings("orders", null, "node", "", 0, false, List.of(),
				Map.of(), followReadiness, delay));
	}

	private void ready(ApplicationService service, ReadinessState state) {
		service.onApplicationEvent(new AvailabilityChangeEvent<>(this, state));
	}

}
