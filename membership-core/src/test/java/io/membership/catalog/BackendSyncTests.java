package io.membership.catalog;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

import io.membership.catalog.CatalogCluster.Node;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Local services and a catalog elsewhere that is edited, forgets, and is not always
 * reached.
 */
class BackendSyncTests {

	private final FakeCatalog catalog = new FakeCatalog();

	private final CatalogCluster cluster = new CatalogCluster(5,
			CatalogConfig.DEFAULT.withBackends(List.of(this.catalog)), Duration.ofHours(24));

	private Node node;

	private LocalServices local;

	@BeforeEach
	void start() {
		this.node = this.cluster.start("one");
		this.local = this.node.services.local();
		this.cluster.run(Duration.ofSeconds(1));
	}

	@Test
	void whatIsRegisteredIsThereAtOnce() {
		this.node.register("web", 80);
		this.cluster.run(Duration.ofMillis(10));
		assertThat(this.catalog.entries).containsOnlyKeys("web");
		assertThat(this.local.service("web").orElseThrow().inSync()).isTrue();
	}

	@Test
	void aServiceThatTheMemberDoesNotHaveIsDeregisteredByTheNextFullSync() {
		this.catalog.put("ghost", 1, HealthStatus.PASSING);
		this.cluster.run(Duration.ofMinutes(2));
		assertThat(this.catalog.entries).isEmpty();
	}

	@Test
	void aServiceThatWasEditedThereIsOverwrittenByTheNextFullSync() {
		this.node.register("web", 80);
		this.cluster.run(Duration.ofSeconds(1));
		this.catalog.put("web", 81, HealthStatus.CRITICAL);
		this.cluster.run(Duration.ofMinutes(2));
		assertThat(this.catalog.entries.get("web"))
			.isEqualTo(new ServiceEntry(ServiceDefinition.of("web", 80), HealthStatus.PASSING));
	}

	@Test
	void aServiceThatWasLostThereIsRegisteredAgainByTheNextFullSync() {
		this.node.register("web", 80);
		this.cluster.run(Duration.ofSeconds(1));
		this.catalog.entries.clear();
		this.cluster.run(Duration.ofMinutes(2));
		assertThat(this.catalog.entries).containsOnlyKeys("web");
	}

	@Test
	void aDeregistrationIsRetriedUntilItHolds() {
		this.node.register("web", 80);
		this.cluster.run(Duration.ofSeconds(1));
		this.catalog.failing = true;
		this.local.deregister("web");
		this.cluster.run(Duration.ofMinutes(5));
		assertThat(this.catalog.entries).containsOnlyKeys("web");
		assertThat(this.node.services.metrics().outOfSync()).isEqualTo(1);
		this.catalog.failing = false;
		this.cluster.run(Duration.ofSeconds(30));
		assertThat(this.catalog.entries).isEmpty();
		assertThat(this.node.services.metrics().outOfSync()).isZero();
	}

	@Test
	void aServiceThatReturnsBeforeItsDeregistrationHeldIsRegistered() {
		this.node.register("web", 80);
		this.cluster.run(Duration.ofSeconds(1));
		this.catalog.failing = true;
		this.local.deregister("web");
		this.cluster.run(Duration.ofSeconds(1));
		this.node.register("web", 90);
		this.cluster.run(Duration.ofSeconds(1));
		this.catalog.failing = false;
		this.cluster.run(Duration.ofMinutes(3));
		assertThat(this.catalog.entries.get("web").service().port()).isEqualTo(90);
		assertThat(this.node.services.metrics().outOfSync()).isZero();
	}

	@Test
	void aCatalogThatIsNotReachedNeitherFailsACallNorTouchesTheGossipedOne() {
		this.catalog.failing = true;
		CompletableFuture<?> registered = this.local.register(ServiceRegistration.of(ServiceDefinition.of("web", 80)));
		this.cluster.run(Duration.ofSeconds(1));
		assertThat(registered).isCompleted();
		assertThat(this.node.passing("web")).containsExactly("one");
		assertThat(this.local.service("web").orElseThrow().inSync()).isFalse();
		assertThat(this.local.whenInSync()).isNotDone();
	}

	@Test
	void aCatalogThatNeverAnswersIsGivenUpAndTriedAgain() {
		this.catalog.silent = true;
		this.node.register("web", 80);
		this.cluster.run(Duration.ofMinutes(3));
		this.catalog.silent = false;
		this.cluster.run(Duration.ofSeconds(45));
		assertThat(this.catalog.entries).containsOnlyKeys("web");
	}

	@Test
	void whatStaysAsItIsIsNotWrittenAgain() {
		this.node.register("web", 80);
		this.cluster.run(Duration.ofSeconds(1));
		this.node.register("web", 80);
		this.local.setHealth("web", HealthStatus.PASSING);
		this.cluster.run(Duration.ofMinutes(10));
		assertThat(this.catalog.writes).containsExactly("register web");
		assertThat(this.catalog.confirmations).isGreaterThan(3);
	}

	@Test
	void whenItIsReachedAgainNothingIsDeregisteredThatStays() {
		for (int i = 0; i < 5; i++) {
			this.node.register("s" + i, 80);
		}
		this.cluster.run(Duration.ofSeconds(1));
		this.catalog.writes.clear();
		this.catalog.failing = true;
		this.cluster.run(Duration.ofMinutes(5));
		this.catalog.failing = false;
		this.cluster.run(Duration.ofMinutes(5));
		assertThat(this.catalog.writes).isEmpty();
	}

	@Test
	void aCatalogThatThrowsIsOneThatFails() {
		this.catalog.throwing = true;
		this.node.register("web", 80);
		this.cluster.run(Duration.ofMinutes(1));
		this.catalog.throwing = false;
		this.cluster.run(Duration.ofMinutes(2));
		assertThat(this.catalog.entries).containsOnlyKeys("web");
	}

	@Test
	void aCatalogIsNeverCalledOnTheEventLoop() {
		this.catalog.onLoop = () -> this.node.cluster.runtime().inEventLoop();
		this.node.register("web", 80);
		this.cluster.run(Duration.ofMinutes(3));
		this.local.deregister("web");
		this.cluster.run(Duration.ofMinutes(3));
		assertThat(this.catalog.writes).containsExactly("register web", "deregister web");
		assertThat(this.catalog.calledOnLoop).isFalse();
	}

	/** A catalog that does what a test wants. */
	private static final class FakeCatalog implements CatalogBackend {

		private final Map<String, ServiceEntry> entries = new TreeMap<>();

		private final List<String> writes = new ArrayList<>();

		private int confirmations;

		private boolean failing;

		private boolean silent;

		private boolean throwing;

		private BooleanSupplier onLoop = () -> false;

		private boolean calledOnLoop;

		private void put(String id, int port, HealthStatus health) {
			this.entries.put(id, new ServiceEntry(ServiceDefinition.of(id, port), health));
		}

		@Override
		public String name() {
			return "fake";
		}

		@Override
		public CompletableFuture<Collection<ServiceEntry>> list() {
			return answer(() -> {
			}, List.copyOf(this.entries.values()));
		}

		@Override
		public CompletableFuture<Void> register(ServiceEntry entry) {
			return answer(() -> {
				this.writes.add("register " + entry.service().id());
				this.entries.put(entry.service().id(), entry);
			}, null);
		}

		@Override
		public CompletableFuture<Void> deregister(String id) {
			return answer(() -> {
				this.writes.add("deregister " + id);
				this.entries.remove(id);
			}, null);
		}

		@Override
		public CompletableFuture<Void> confirm(ServiceEntry entry) {
			return answer(() -> this.confirmations++, null);
		}

		private <T> CompletableFuture<T> answer(Runnable work, T answer) {
			this.calledOnLoop |= this.onLoop.getAsBoolean();
			if (this.throwing) {
				throw new IllegalStateException("broken");
			}
			if (this.failing) {
				return CompletableFuture.failedFuture(new IOException("not reached"));
			}
			if (this.silent) {
				return new CompletableFuture<>();
			}
			work.run();
			return CompletableFuture.completedFuture(answer);
		}

	}

}
