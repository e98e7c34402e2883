package io.membership.catalog;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

import io.membership.cluster.Cluster;
import io.membership.cluster.ListeningNode;
import io.membership.simulation.Simulation;
import io.membership.simulation.cluster.SimulatedCluster;

/** Members with catalogs in the simulator, told as a script. */
final class CatalogCluster {

	private static final Duration LOOK = Duration.ofMillis(20);

	final Simulation simulation;

	private final SimulatedCluster world;

	final List<Node> nodes = new ArrayList<>();

	private final CatalogConfig config;

	private final Duration reconnectTimeout;

	CatalogCluster(long seed) {
		this(seed, CatalogConfig.DEFAULT, Duration.ofHours(24));
	}

	CatalogCluster(long seed, CatalogConfig config, Duration reconnectTimeout) {
		this.world = SimulatedCluster.of(0).seed(seed).start();
		this.simulation = this.world.simulation();
		this.config = config;
		this.reconnectTimeout = reconnectTimeout;
	}

	/** Starts members named n0, n1, ... and waits until they know each other. */
	void form(int count) {
		for (int i = 0; i < count; i++) {
			Node node = start("n" + i);
			if (i > 0) {
				node.join(this.nodes.get(0));
			}
		}
		expect(() -> this.nodes.stream().allMatch((node) -> node.cluster.members().size() == count), 60);
	}

	Node start(String name) {
		return start(name, this.simulation.nextAddress(), true);
	}

	Node start(String name, InetSocketAddress address, boolean withCatalog) {
		Node node = new Node(name, address, withCatalog);
		this.nodes.add(node);
		return node;
	}

	Node node(int index) {
		return this.nodes.get(index);
	}

	void run(Duration duration) {
		this.simulation.runFor(duration);
	}

	void expect(BooleanSupplier condition, int seconds) {
		Duration end = this.simulation.now().plusSeconds(seconds);
		// not after every event: what is looked at here is large
		while (!condition.getAsBoolean() && this.simulation.now().compareTo(end) < 0) {
			this.simulation.runFor(LOOK);
		}
		if (!condition.getAsBoolean()) {
			throw new AssertionError(
					"seed " + this.simulation.seed() + ": not within " + seconds + " s\n" + describe());
		}
	}

	<T> T await(CompletableFuture<T> future) {
		expect(future::isDone, 60);
		return future.join();
	}

	Collection<Node> running() {
		return this.nodes.stream().filter((node) -> node.running).toList();
	}

	/** What every catalog should hold: all services of the running members. */
	Map<String, String> union() {
		Map<String, String> union = new TreeMap<>();
		for (Node node : running()) {
			if (node.services != null) {
				for (LocalService service : node.services.local().services()) {
					union.put(node.name + "/" + service.service().id(), describe(service.service(), service.health()));
				}
			}
		}
		return union;
	}

	boolean agreed() {
		Map<String, String> union = union();
		return running().stream()
			.filter((node) -> node.services != null)
			.allMatch((node) -> node.holds().equals(union));
	}

	private String describe() {
		StringBuilder out = new StringBuilder("union " + union());
		running().forEach((node) -> {
			if (node.services != null && !node.holds().equals(union())) {
				out.append("\n")
					.append(node.name)
					.append(" sees ")
					.append(node.cluster.members())
					.append(" holds ")
					.append(node.holds());
			}
		});
		return out.substring(0, Math.min(4000, out.length()));
	}

	private static String describe(ServiceDefinition service, HealthStatus health) {
		return service.name() + ":" + service.port() + " " + service.tags() + service.metadata() + " " + health;
	}

	/** A member. */
	final class Node {

		private final ListeningNode member;

		final String name;

		final InetSocketAddress address;

		final Cluster cluster;

		final ServiceDiscovery services;

		final List<CatalogEvent> events = new ArrayList<>();

		boolean running = true;

		private Node(String name, InetSocketAddress address, boolean withCatalog) {
			this.name = name;
			this.address = address;
			this.member = ListeningNode.start(CatalogCluster.this.world, name, address,
					(config) -> config
						.withMembers((members) -> members.withReconnectTimeout(CatalogCluster.this.reconnectTimeout))
						.withTags(Map.of("role", "app")));
			this.cluster = this.member.cluster();
			this.services = withCatalog ? ServiceDiscovery.create(this.cluster, CatalogCluster.this.config) : null;
			if (this.services != null) {
				this.services.start();
				this.services.catalog().subscribe(this.events::add);
			}
		}

		void join(Node other) {
			this.member.join(other.member);
		}

		void register(String service, int port) {
			this.services.local().register(ServiceRegistration.of(ServiceDefinition.of(service, port)));
		}

		void crash() {
			this.running = false;
			this.member.faults().crash();
		}

		/** Everything in the catalog. */
		Map<String, String> holds() {
			Map<String, String> held = new TreeMap<>();
			for (String service : this.services.catalog().services()) {
				for (CatalogInstance instance : this.services.catalog().instances(service)) {
					held.put(instance.member() + "/" + instance.service().id(),
							CatalogCluster.describe(instance.service(), instance.health()));
				}
			}
			return held;
		}

		List<String> passing(String service) {
			return this.services.catalog().passing(service).stream().map(CatalogInstance::member).toList();
		}

		List<String> happened() {
			return this.events.stream()
				.map((event) -> event.getClass().getSimpleName() + " " + event.instance())
				.toList();
		}

	}

}
