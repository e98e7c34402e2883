package io.membership.catalog;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.membership.Subscription;
import io.membership.catalog.CatalogCluster.Node;
import io.membership.cluster.ClusterMetrics;
import io.membership.cluster.channel.StateChannel;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Whole clusters with catalogs, in virtual time. */
class CatalogTests {

	private final CatalogCluster cluster = new CatalogCluster(7);

	@Test
	void aServiceIsKnownEverywhereWithinASecond() {
		this.cluster.form(10);
		this.cluster.node(3).register("web", 8080);
		this.cluster.expect(() -> all("web", "n3"), 1);
		assertThat(this.cluster.node(0).services.catalog().passing("web").get(0).service().address())
			.isEqualTo(this.cluster.node(3).address.getAddress().getHostAddress());
	}

	@Test
	void aServiceThatIsDeregisteredIsGoneEverywhere() {
		this.cluster.form(5);
		this.cluster.node(1).register("web", 8080);
		this.cluster.expect(() -> all("web", "n1"), 2);
		this.cluster.node(1).services.local().deregister("web");
		this.cluster.expect(() -> all("web"), 2);
		assertThat(this.cluster.node(0).services.catalog().services()).isEmpty();
		assertThat(this.cluster.node(0).happened())
			.anyMatch((event) -> event.startsWith("ServiceRegistered web/web@n1"))
			.last()
			.matches((event) -> event.startsWith("ServiceDeregistered web/web@n1"));
	}

	@Test
	void aChangeOfHealthIsKnownEverywhereAndTold() {
		this.cluster.form(5);
		this.cluster.node(1).register("web", 8080);
		this.cluster.expect(() -> all("web", "n1"), 2);
		this.cluster.node(1).services.local().setHealth("web", HealthStatus.CRITICAL);
		this.cluster.expect(() -> all("web"), 2);
		this.cluster.run(Duration.ofSeconds(1));
		assertThat(this.cluster.node(4).happened()).containsExactly("ServiceRegistered web/web@n1[passing]",
				"HealthChanged web/web@n1[critical]");
	}

	@Test
	void whoRegistersBeforeItJoinsIsFoundWithinTwoSecondsOfTheJoin() {
		this.cluster.form(5);
		Node late = this.cluster.start("late");
		late.register("web", 9090);
		this.cluster.run(Duration.ofSeconds(10));
		late.join(this.cluster.node(0));
		this.cluster.expect(() -> all("web", "late"), 2);
	}

	@Test
	void whoJoinsLearnsTheWholeCatalogWithinTwoSeconds() {
		this.cluster.form(5);
		for (Node node : this.cluster.nodes) {
			node.register("web", 8080);
		}
		this.cluster.expect(this.cluster::agreed, 5);
		Node late = this.cluster.start("late");
		late.join(this.cluster.node(0));
		this.cluster.expect(() -> late.passing("web").size() == 5, 2);
	}

	@Test
	void theServicesOfACrashedMemberBecomeCriticalAndThoseOfOneThatLeavesAreGone() {
		this.cluster.form(5);
		this.cluster.node(1).register("web", 8080);
		this.cluster.node(2).register("web", 8080);
		this.cluster.expect(() -> all("web", "n1", "n2"), 2);
		this.cluster.node(1).crash();
		this.cluster.expect(() -> all("web", "n2"), 60);
		assertThat(this.cluster.node(0).services.catalog().instances("web")).extracting(CatalogInstance::health)
			.containsExactly(HealthStatus.CRITICAL, HealthStatus.PASSING);
		this.cluster.await(this.cluster.node(2).cluster.leave());
		this.cluster.node(2).running = false;
		this.cluster.node(2).cluster.shutdown();
		this.cluster.expect(() -> this.cluster.running()
			.stream()
			.allMatch((node) -> node.services.catalog().instances("web").size() == 1), 10);
	}

	@Test
	void aMemberThatIsRestartedWithoutMemoryErasesWhatItRanBefore() {
		this.cluster.form(5);
		Node first = this.cluster.node(1);
		first.register("old", 8080);
		this.cluster.expect(() -> all("old", "n1"), 2);
		first.crash();
		Node second = this.cluster.start("n1", first.address, true);
		second.join(this.cluster.node(0));
		second.register("new", 8081);
		this.cluster.expect(() -> this.cluster.running()
			.stream()
			.allMatch((node) -> node.passing("old").isEmpty() && node.passing("new").equals(List.of("n1"))), 5);
		assertThat(this.cluster.node(0).services.catalog().services()).containsExactly("new");
	}

	@Test
	void aMemberWhoseClockWentBackOutbidsItsEarlierLife() {
		this.cluster.form(5);
		Node first = this.cluster.node(1);
		first.register("old", 8080);
		this.cluster.expect(() -> all("old", "n1"), 2);
		first.crash();
		this.cluster.simulation.runFor(Duration.ofSeconds(1));
		Node second = this.cluster.start("n1", first.address, false);
		this.cluster.simulation.node(first.address).stepWallClock(Duration.ofDays(-1));
		ServiceDiscovery services = ServiceDiscovery.create(second.cluster, CatalogConfig.DEFAULT);
		services.start();
		services.local().register(ServiceRegistration.of(ServiceDefinition.of("new", 8081)));
		second.join(this.cluster.node(0));
		this.cluster.expect(
				() -> this.cluster.running()
					.stream()
					.filter((node) -> node.services != null)
					.allMatch((node) -> node.passing("old").isEmpty() && node.passing("new").equals(List.of("n1"))),
				60);
		assertThat(services.metrics().count(CatalogMetrics.Counter.OWN_OUTBID)).isPositive();
		assertThat(services.catalog().services()).containsExactly("new");
	}

	@Test
	void manyLargeServicesReachEverybodyReliably() {
		this.cluster.form(6);
		Node rich = this.cluster.node(2);
		for (int i = 0; i < 60; i++) {
			rich.services.local()
				.register(ServiceRegistration.of(ServiceDefinition.of("s" + i, 1000 + i)
					.withMetadata(Map.of("text", "x".repeat(i % 2 == 0 ? 20 : 2000)))));
		}
		this.cluster.expect(() -> rich.services.local().services().size() == 60 && this.cluster.agreed(), 30);
		assertThat(this.cluster.node(0).services.catalog().services()).hasSize(60);
		rich.services.local().deregister("s7");
		rich.services.local().deregister("s8");
		this.cluster
			.expect(() -> this.cluster.agreed() && this.cluster.node(5).services.catalog().services().size() == 58, 5);
	}

	@Test
	void aMemberWithoutACatalogIsNeverSentAnyOfIt() {
		this.cluster.form(4);
		Node plain = this.cluster.start("plain", this.cluster.simulation.nextAddress(), false);
		plain.join(this.cluster.node(0));
		this.cluster.expect(() -> plain.cluster.members().size() == 5, 30);
		this.cluster.node(1).register("web", 8080);
		this.cluster.run(Duration.ofMinutes(5));
		assertThat(this.cluster.node(0).passing("web")).containsExactly("n1");
		assertThat(plain.cluster.tags()).doesNotContainKey(StateChannel.TAG);
		assertThat(plain.cluster.member("n1").orElseThrow().tags()).containsEntry(StateChannel.TAG, "1")
			.containsEntry("role", "app");
		assertThat(plain.cluster.metrics().count(ClusterMetrics.Counter.UNDECODABLE)).isZero();
	}

	@Test
	void theTagSurvivesAChangeOfTheApplicationsTags() {
		this.cluster.form(3);
		this.cluster.await(this.cluster.node(1).cluster.tags(Map.of("zone", "b")));
		this.cluster.expect(() -> this.cluster.node(0).cluster.member("n1")
			.orElseThrow()
			.tags()
			.equals(Map.of("zone", "b", StateChannel.TAG, "1")), 5);
		assertThat(this.cluster.node(1).cluster.tags()).isEqualTo(Map.of("zone", "b"));
	}

	@Test
	void changesAreSpreadWhenTheyHaveBeenGossiped() {
		this.cluster.form(5);
		this.cluster.node(1).register("web", 8080);
		this.cluster.await(this.cluster.node(1).services.local().whenSpread());
		assertThat(all("web", "n1")).isTrue();
		this.cluster.node(1).services.local().deregister("web");
		CompletableFuture<?> spread = this.cluster.node(1).services.local().whenSpread();
		this.cluster.expect(spread::isDone, 3);
		assertThat(all("web")).isTrue();
	}

	@Test
	void aServiceIsInSyncOnceTheCatalogHasIt() {
		this.cluster.form(2);
		LocalServices local = this.cluster.node(0).services.local();
		this.cluster.await(local.register(ServiceRegistration.of(ServiceDefinition.of("web", 80))));
		this.cluster.await(local.whenInSync());
		assertThat(local.service("web").orElseThrow().inSync()).isTrue();
		assertThat(this.cluster.node(0).services.metrics().outOfSync()).isZero();
		assertThat(this.cluster.node(0).services.metrics().instances(HealthStatus.PASSING)).isEqualTo(1);
	}

	@Test
	void nothingIsSyncedWhilePausedAndAllOfItWhenResumed() {
		this.cluster.form(3);
		ServiceDiscovery services = this.cluster.node(0).services;
		this.cluster.run(Duration.ofSeconds(5));
		services.pause();
		services.pause();
		for (int i = 0; i < 5; i++) {
			this.cluster.node(0).register("s" + i, 80);
		}
		this.cluster.run(Duration.ofSeconds(5));
		assertThat(services.catalog().services()).isEmpty();
		assertThat(services.metrics().outOfSync()).isEqualTo(5);
		services.resume();
		this.cluster.run(Duration.ofSeconds(1));
		assertThat(services.catalog().services()).isEmpty();
		services.resume();
		this.cluster.expect(this.cluster::agreed, 3);
		assertThatIllegalStateException().isThrownBy(services::resume);
	}

	@Test
	void aListenerThatIsStuckHearsOfEachInstanceOnceAndHowItIsThen() {
		this.cluster.form(2);
		Node slow = this.cluster.node(0);
		this.cluster.node(1).register("web", 80);
		this.cluster.expect(() -> slow.happened().size() == 1, 5);
		this.cluster.simulation.node(slow.address).stickBlocking(Duration.ofMinutes(1));
		for (int i = 0; i < 5; i++) {
			this.cluster.node(1).register("gone", 90);
			this.cluster.node(1).services.local().setHealth("web", HealthStatus.CRITICAL);
			this.cluster.run(Duration.ofSeconds(2));
			this.cluster.node(1).services.local().deregister("gone");
			this.cluster.node(1).services.local().setHealth("web", HealthStatus.values()[i % 2]);
			this.cluster.run(Duration.ofSeconds(2));
		}
		assertThat(slow.cluster.metrics().listeners().depth()).isEqualTo(2);
		assertThat(slow.cluster.metrics().listeners().merged()).isPositive();
		this.cluster.node(1).services.local().setHealth("web", HealthStatus.CRITICAL);
		this.cluster.run(Duration.ofMinutes(2));
		assertThat(slow.happened()).containsExactly("ServiceRegistered web/web@n1[passing]",
				"HealthChanged web/web@n1[critical]");
		assertThat(slow.cluster.metrics().listeners().depth()).isZero();
	}

	@Test
	void aPausedListenerHearsTheNetEffectWhenItIsResumed() {
		this.cluster.form(2);
		List<String> heard = new ArrayList<>();
		Subscription subscription = this.cluster.node(0).services.catalog()
			.subscribePaused((event) -> heard.add(event.instance().service().name()));
		this.cluster.node(1).register("gone", 80);
		this.cluster.run(Duration.ofSeconds(2));
		this.cluster.node(1).services.local().deregister("gone");
		this.cluster.node(1).register("web", 80);
		this.cluster.run(Duration.ofSeconds(2));
		assertThat(heard).isEmpty();
		subscription.resume();
		this.cluster.node(1).register("late", 80);
		this.cluster.run(Duration.ofSeconds(2));
		assertThat(heard).containsExactly("web", "late");
		subscription.close();
		this.cluster.node(1).services.local().deregister("late");
		this.cluster.run(Duration.ofSeconds(2));
		assertThat(heard).hasSize(2);
	}

	@Test
	void whatWaitsForACatalogFailsWhenTheServicesAreClosed() {
		this.cluster.form(1);
		ServiceDiscovery services = this.cluster.node(0).services;
		services.pause();
		this.cluster.node(0).register("web", 80);
		CompletableFuture<?> inSync = services.local().whenInSync();
		this.cluster.run(Duration.ofSeconds(5));
		assertThat(inSync).isNotDone();
		services.close();
		assertThatThrownBy(inSync::join).hasMessageContaining("are not running");
		assertThatThrownBy(services.local().whenSpread()::join).hasMessageContaining("are not running");
		assertThatThrownBy(services.local().deregister("web")::join).hasMessageContaining("are not running");
	}

	@Test
	void whatIsOverALimitIsRefusedWhereItIsRegistered() {
		this.cluster.form(1);
		LocalServices local = this.cluster.node(0).services.local();
		CompletableFuture<?> large = local.register(ServiceRegistration.of(ServiceDefinition.of("large", 80)
			.withMetadata(Map.of("a", "x".repeat(4000), "b", "x".repeat(4000), "c", "x".repeat(4000)))));
		this.cluster.expect(large::isDone, 5);
		assertThatThrownBy(large::join).hasMessageContaining("over the limit of 8192");
		CompletableFuture<?> unknown = local.setHealth("nothing", HealthStatus.PASSING);
		this.cluster.expect(unknown::isDone, 5);
		assertThatThrownBy(unknown::join).hasMessageContaining("There is no service 'nothing'");
	}

	@Test
	void twoCatalogsOfOneMemberAreRefused() {
		this.cluster.form(1);
		ServiceDiscovery second = ServiceDiscovery.create(this.cluster.node(0).cluster, CatalogConfig.DEFAULT);
		assertThatIllegalStateException().isThrownBy(second::start).withMessageContaining("is open already");
		this.cluster.node(0).services.close();
		this.cluster.run(Duration.ofSeconds(1));
		second.start();
		assertThatIllegalStateException().isThrownBy(() -> this.cluster.node(0).services.syncers().get(0).resume());
	}

	private boolean all(String service, String... members) {
		return this.cluster.running()
			.stream()
			.filter((node) -> node.services != null)
			.allMatch((node) -> node.passing(service).equals(List.of(members)));
	}

}
