package io.membership.catalog;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

import io.membership.catalog.CatalogCluster.Node;
import io.membership.simulation.LinkConditions;

/**
 * What one seed decides: a cluster, some minutes of faults and of changes, the end of all
 * faults, and that then every catalog holds what the members say.
 */
final class CatalogChaos {

	private static final Duration TICK = Duration.ofMillis(500);

	/** Failed members are forgotten after this time. */
	private static final Duration RECONNECT_TIMEOUT = Duration.ofMinutes(2);

	/** All must agree so long after the last fault, crashed members forgotten. */
	private static final Duration AGREED_WITHIN = Duration.ofMinutes(10);

	private static final int STEPS = 240;

	private final CatalogCluster cluster;

	private final RandomGenerator random;

	private final List<String> script = new ArrayList<>();

	/** Addresses at which no member is running, with the name of the last one. */
	private final List<Node> down = new ArrayList<>();

	private final int size;

	private CatalogChaos(long seed) {
		this.cluster = new CatalogCluster(seed, CatalogConfig.DEFAULT, RECONNECT_TIMEOUT);
		this.random = this.cluster.simulation.random("catalog chaos");
		this.size = size(seed);
	}

	/** Most clusters are small; some are not. */
	private int size(long seed) {
		if (seed % 250 == 0) {
			return 200;
		}
		return (seed % 25 == 0) ? 20 + this.random.nextInt(80) : 5 + this.random.nextInt(10);
	}

	/**
	 * Plays the scenario of a seed.
	 * @return the hash of everything that happened
	 */
	static long play(long seed) {
		CatalogChaos chaos = new CatalogChaos(seed);
		try {
			chaos.play();
			return chaos.cluster.simulation.traceHash();
		}
		catch (AssertionError | RuntimeException ex) {
			throw new AssertionError("seed " + seed + " at " + chaos.cluster.simulation.now() + " with " + chaos.size
					+ " members: " + ex.getMessage() + "\n  replay with -Dmembership.chaos.seed=" + seed + "\n  "
					+ String.join("\n  ", chaos.script), ex);
		}
	}

	private void play() {
		for (int i = 0; i < this.size; i++) {
			Node node = this.cluster.start("n" + i);
			if (i > 0) {
				node.join(this.cluster.node(0));
			}
		}
		int strikes = (this.size > 50) ? 8 : 40;
		for (int step = 0; step < STEPS; step++) {
			if (this.random.nextInt(STEPS) < strikes) {
				strike();
			}
			if (this.random.nextInt(3) == 0) {
				change();
			}
			this.cluster.run(TICK);
		}
		heal();
		settle();
	}

	/** A member changes one of its services. */
	private void change() {
		List<Node> running = new ArrayList<>(this.cluster.running());
		LocalServices local = running.get(this.random.nextInt(running.size())).services.local();
		List<LocalService> known = local.services();
		int kind = this.random.nextInt(6);
		if (known.isEmpty() || kind < 3) {
			String name = "s" + this.random.nextInt(6);
			String text = "x".repeat((this.random.nextInt(10) == 0) ? 1500 : this.random.nextInt(60));
			local.register(ServiceRegistration.of(new ServiceDefinition(name + "-" + this.random.nextInt(3), name, "",
					this.random.nextInt(1000), List.of("t" + this.random.nextInt(4)), Map.of("text", text))));
			return;
		}
		String id = known.get(this.random.nextInt(known.size())).service().id();
		if (kind == 3) {
			local.deregister(id);
		}
		else {
			local.setHealth(id, HealthStatus.values()[this.random.nextInt(3)]);
		}
	}

	private void strike() {
		List<Node> running = new ArrayList<>(this.cluster.running());
		Node node = running.get(this.random.nextInt(running.size()));
		switch (this.random.nextInt(8)) {
			case 0, 1 -> badNetwork();
			case 2 -> {
				Duration pause = Duration.ofMillis(500 + this.random.nextInt(20_000));
				note("pause " + node.name + " for " + pause);
				this.cluster.simulation.node(node.address).pause(pause);
			}
			case 3 -> partition(running);
			case 4 -> {
				note("heal");
				this.cluster.simulation.network().heal();
			}
			case 5 -> {
				if (running.size() > 3 && node != this.cluster.node(0)) {
					note("crash " + node.name);
					node.crash();
					this.down.add(node);
				}
			}
			case 6 -> {
				if (running.size() > 3 && node != this.cluster.node(0)) {
					note("leave " + node.name);
					node.cluster.leave().whenComplete((ok, failure) -> node.cluster.shutdown());
					node.running = false;
				}
			}
			default -> restart();
		}
	}

	private void badNetwork() {
		LinkConditions conditions = LinkConditions.GOOD.withLoss(this.random.nextDouble() * 0.4)
			.withDuplication(this.random.nextDouble() * 0.3)
			.withLatency(Duration.ofMillis(1), Duration.ofMillis(1 + this.random.nextInt(800)));
		note("network " + conditions);
		this.cluster.simulation.network().conditions(conditions);
	}

	private void partition(List<Node> running) {
		List<InetSocketAddress> left = new ArrayList<>();
		List<InetSocketAddress> right = new ArrayList<>();
		running.forEach((node) -> (this.random.nextBoolean() ? left : right).add(node.address));
		note("partition " + left.size() + " from " + right.size());
		this.cluster.simulation.network().partition(List.of(left, right));
		this.cluster.simulation.after(Duration.ofSeconds(5 + this.random.nextInt(40)),
				() -> this.cluster.simulation.network().heal());
	}

	/** A crashed member returns and remembers nothing. */
	private void restart() {
		if (this.down.isEmpty()) {
			return;
		}
		Node before = this.down.remove(this.random.nextInt(this.down.size()));
		note("restart " + before.name);
		Node after = this.cluster.start(before.name, before.address, true);
		if (this.random.nextInt(4) == 0) {
			this.cluster.simulation.node(after.address).stepWallClock(Duration.ofSeconds(-this.random.nextInt(1000)));
		}
		after.join(this.cluster.node(0));
	}

	private void heal() {
		note("all faults end");
		this.cluster.simulation.network().heal();
		this.cluster.simulation.network().conditions(LinkConditions.GOOD);
		this.cluster.running().forEach((node) -> {
			this.cluster.simulation.node(node.address).resume();
			if (node != this.cluster.node(0)) {
				node.join(this.cluster.node(0));
			}
		});
	}

	private void settle() {
		this.cluster.run(RECONNECT_TIMEOUT.plusSeconds(30));
		Duration end = this.cluster.simulation.now().plus(AGREED_WITHIN);
		while (!this.cluster.agreed()) {
			if (this.cluster.simulation.now().compareTo(end) > 0) {
				this.cluster.expect(this.cluster::agreed, 0);
			}
			this.cluster.run(Duration.ofSeconds(1));
		}
	}

	private void note(String what) {
		this.script.add(this.cluster.simulation.now() + " " + what);
	}

}
