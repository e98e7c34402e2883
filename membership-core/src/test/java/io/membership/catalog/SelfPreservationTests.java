package io.membership.catalog;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

import io.membership.catalog.CatalogCluster.Node;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is believed when instances vanish, in virtual time. */
class SelfPreservationTests {

	private CatalogCluster cluster = new CatalogCluster(13);

	@Test
	void oneOfTwoInstancesThatCrashesIsOutOfRotation() {
		form(3, 1, 2);
		this.cluster.node(1).crash();
		this.cluster.expect(() -> passing(0).equals(List.of("n2")), 30);
		this.cluster.run(Duration.ofMinutes(1));
		assertThat(passing(0)).containsExactly("n2");
		assertThat(this.cluster.node(0).services.catalog().isStale()).isFalse();
	}

	@Test
	void whenMostInstancesVanishAtOnceTheLastKnownListIsKeptAndMarked() {
		form(12, 1, 2, 3, 4, 5, 6);
		for (int i = 1; i <= 4; i++) {
			this.cluster.node(i).crash();
		}
		this.cluster.expect(() -> this.cluster.node(0).services.catalog().service("web").stale(), 60);
		this.cluster.run(Duration.ofMinutes(1));
		CatalogService view = this.cluster.node(0).services.catalog().service("web");
		assertThat(view.passing()).hasSize(6);
		assertThat(view.instances()).filteredOn(CatalogInstance::stale)
			.extracting(CatalogInstance::member)
			.containsExactly("n1", "n2", "n3", "n4");
		assertThat(this.cluster.node(0).services.catalog().isStale()).isTrue();
	}

	@Test
	void aListThatWasKeptForLongIsBelievedInTheEnd() {
		form(12, 1, 2, 3, 4, 5, 6);
		for (int i = 1; i <= 4; i++) {
			this.cluster.node(i).crash();
		}
		this.cluster.run(Duration.ofMinutes(7));
		assertThat(passing(0)).containsExactly("n5", "n6");
		assertThat(this.cluster.node(0).services.catalog().instances("web")).hasSize(6);
		assertThat(this.cluster.node(0).services.catalog().isStale()).isFalse();
	}

	@Test
	void withoutSelfPreservationEveryListIsBelieved() {
		this.cluster = new CatalogCluster(13, CatalogConfig.DEFAULT.withPreservation(CatalogConfig.Preservation.OFF),
				Duration.ofHours(24));
		form(12, 1, 2, 3, 4, 5, 6);
		for (int i = 1; i <= 4; i++) {
			this.cluster.node(i).crash();
		}
		this.cluster.expect(() -> passing(0).equals(List.of("n5", "n6")), 60);
	}

	@Test
	void aMemberThatIsCutOffKeepsWhatItKnewForAsLongAsThatLasts() {
		form(6, 1, 2, 3);
		this.cluster.run(Duration.ofMinutes(1));
		cutOff(this.cluster.node(0));
		this.cluster.run(Duration.ofMinutes(20));
		assertThat(passing(0)).containsExactly("n1", "n2", "n3");
		assertThat(this.cluster.node(0).services.catalog().service("web").stale()).isTrue();
		assertThat(this.cluster.node(0).services.catalog().instances("web")).allMatch(CatalogInstance::stale);
		this.cluster.simulation.network().heal();
		this.cluster.expect(() -> !this.cluster.node(0).services.catalog().isStale(), 120);
		assertThat(passing(0)).containsExactly("n1", "n2", "n3");
		assertThat(this.cluster.node(0).services.catalog().instances("web")).noneMatch(CatalogInstance::stale);
	}

	@Test
	void theOthersDoNotForgetWhatAMemberRunsThatWasCutOff() {
		form(6, 0, 1, 2);
		cutOff(this.cluster.node(0));
		this.cluster.run(Duration.ofMinutes(3));
		assertThat(this.cluster.node(4).passing("web")).containsExactly("n1", "n2");
		assertThat(this.cluster.node(4).services.catalog().instances("web")).hasSize(3);
		this.cluster.simulation.network().heal();
		this.cluster.expect(() -> this.cluster.node(4).passing("web").size() == 3, 120);
		assertThat(this.cluster.node(4).happened()).noneMatch((event) -> event.startsWith("ServiceDeregistered"));
	}

	@Test
	void whatIsDeregisteredIsBelievedHoweverMuchItIs() {
		form(6, 1, 2, 3, 4);
		for (int i = 1; i <= 4; i++) {
			this.cluster.node(i).services.local().deregisterAll();
		}
		this.cluster.expect(() -> this.cluster.node(0).services.catalog().services().isEmpty(), 5);
	}

	@Test
	void membersThatLeaveAreBelievedHoweverManyTheyAre() {
		form(6, 1, 2, 3, 4);
		for (int i = 1; i <= 4; i++) {
			Node node = this.cluster.node(i);
			node.cluster.leave().whenComplete((ok, failure) -> node.cluster.shutdown());
			node.running = false;
		}
		this.cluster.expect(() -> this.cluster.node(0).services.catalog().services().isEmpty(), 30);
	}

	@Test
	void aMemberThatWasPausedDoesNotEmptyItsLists() {
		form(6, 1, 2, 3, 4);
		this.cluster.simulation.node(this.cluster.node(0).address).pause(Duration.ofSeconds(90));
		this.cluster.run(Duration.ofSeconds(90));
		for (int i = 0; i < 600; i++) {
			this.cluster.run(Duration.ofMillis(100));
			assertThat(passing(0)).hasSize(4);
		}
	}

	private void cutOff(Node node) {
		List<InetSocketAddress> rest = this.cluster.running()
			.stream()
			.filter((other) -> other != node)
			.map((other) -> other.address)
			.toList();
		this.cluster.simulation.network().partition(List.of(List.of(node.address), rest));
	}

	private List<String> passing(int index) {
		return this.cluster.node(index).passing("web");
	}

	private void form(int count, int... instances) {
		this.cluster.form(count);
		for (int instance : instances) {
			this.cluster.node(instance).register("web", 80);
		}
		this.cluster.expect(() -> passing(0).size() == instances.length && this.cluster.agreed(), 10);
		this.cluster.run(Duration.ofSeconds(40));
	}

}
