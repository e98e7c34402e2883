package io.membership.gossip;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

import io.membership.gossip.ChaosScenario.Node;
import io.membership.simulation.LinkConditions;
import io.membership.simulation.Network;

/**
 * Draws faults and applies them to a cluster, and knows who has suffered when, so that
 * the invariants can tell a wrong verdict from a justified one.
 */
final class ChaosFaults {

	/** Loss that a healthy cluster must cope with without a wrong verdict. */
	private static final double HARMLESS_LOSS = 0.1;

	private static final int KINDS = 17;

	/**
	 * One in this many scenarios has only faults that must not cause any member to be
	 * declared dead.
	 */
	private static final int CALM_SHARE = 3;

	private final ChaosScenario scenario;

	private final RandomGenerator random;

	private final Network network;

	private final boolean calm;

	/** Until when a name suffers from anything but pauses; virtual nanoseconds. */
	private final Map<String, Long> disturbedUntil = new HashMap<>();

	private final Map<String, Long> pausedUntil = new HashMap<>();

	private long allDisturbedUntil = Long.MIN_VALUE / 2;

	private long lossyUntil = Long.MIN_VALUE / 2;

	private LinkConditions everywhere = LinkConditions.GOOD;

	ChaosFaults(ChaosScenario scenario, RandomGenerator random) {
		this.scenario = scenario;
		this.random = random;
		this.network = scenario.cluster.simulation.network();
		this.calm = random.nextInt(CALM_SHARE) == 0;
	}

	/** Lets one fault happen now. */
	void strike() {
		Node node = this.scenario.nodes.get(this.random.nextInt(this.scenario.nodes.size()));
		if (this.calm) {
			calmStrike(node);
			return;
		}
		switch (this.random.nextInt(KINDS)) {
			case 0, 1 -> badNetwork();
			case 2 -> badLinks(node);
			case 3, 4 -> pause(node);
			case 5 -> slow(node);
			case 6, 7 -> crash(node);
			case 8 -> leave(node);
			case 9 -> partition();
			case 10, 11 -> cut(node);
			case 12 -> stepWallClock(node);
			case 13 -> stickBlocking(node);
			case 14 -> updateMetadata(node);
			case 15 -> forgetSomebody(node);
			default -> talk(node);
		}
	}

	private void calmStrike(Node node) {
		switch (this.random.nextInt(8)) {
			case 0, 1, 2, 3 -> pause(node);
			case 4 -> stepWallClock(node);
			case 5 -> stickBlocking(node);
			case 6 -> updateMetadata(node);
			default -> talk(node);
		}
	}

	/** Ends every fault. */
	void heal() {
		note("heal");
		this.everywhere = LinkConditions.GOOD;
		this.network.conditions(LinkConditions.GOOD);
		this.network.refuseConnections(true);
		this.network.heal();
		long now = now();
		for (Node node : this.scenario.nodes) {
			calm(node);
			node.addresses.forEach((address) -> this.network.silent(address, false));
			if (node.isUp()) {
				node.faults().resume();
				node.faults().slow(Duration.ZERO);
			}
			this.pausedUntil.computeIfPresent(node.name, (key, until) -> Math.min(until, now));
			this.disturbedUntil.computeIfPresent(node.name, (key, until) -> Math.min(until, now));
		}
		this.allDisturbedUntil = Math.min(this.allDisturbedUntil, now);
	}

	/** Whether a name suffered from anything since a time. */
	boolean disturbed(String name, long since) {
		return this.allDisturbedUntil >= since || this.disturbedUntil.getOrDefault(name, Long.MIN_VALUE / 2) >= since;
	}

	/** Whether packets were lost at random since a time, be it only a few. */
	boolean lossy(long since) {
		return this.lossyUntil >= since;
	}

	boolean paused(String name, long since) {
		return this.pausedUntil.getOrDefault(name, Long.MIN_VALUE / 2) >= since;
	}

	void disturb(String name, long nanos) {
		this.disturbedUntil.merge(name, now() + nanos, Math::max);
	}

	private void badNetwork() {
		double loss = (this.random.nextInt(3) == 0) ? 0.3 * this.random.nextDouble()
				: HARMLESS_LOSS * this.random.nextDouble();
		double duplication = 0.2 * this.random.nextDouble();
		Duration latency = Duration.ofMillis(1 + this.random.nextInt(100));
		long length = seconds(5, 40);
		note("network loss %.2f duplication %.2f latency %s for %ds", loss, duplication, latency,
				length / 1_000_000_000);
		this.lossyUntil = Math.max(this.lossyUntil, now() + length);
		if (loss > HARMLESS_LOSS) {
			this.allDisturbedUntil = Math.max(this.allDisturbedUntil, now() + length);
		}
		this.everywhere = LinkConditions.GOOD.withLoss(loss)
			.withDuplication(duplication)
			.withLatency(Duration.ofNanos(100_000), latency);
		this.network.conditions(this.everywhere);
		LinkConditions mine = this.everywhere;
		after(length, () -> {
			if (this.everywhere == mine) {
				this.everywhere = LinkConditions.GOOD;
				this.network.conditions(LinkConditions.GOOD);
			}
		});
	}

	private void badLinks(Node node) {
		long length = seconds(2, 40);
		LinkConditions conditions = switch (this.random.nextInt(6)) {
			case 0 -> LinkConditions.GOOD.withPacketsBlocked();
			case 1 -> LinkConditions.GOOD.withStreamsBlocked();
			case 2 -> LinkConditions.GOOD.withoutRoute();
			case 3 -> LinkConditions.GOOD.withMaxDatagramBytes(600 + this.random.nextInt(600));
			case 4 -> LinkConditions.GOOD.withLatency(Duration.ofMillis(1), Duration.ofMillis(900));
			default -> LinkConditions.GOOD.withLoss(this.random.nextDouble());
		};
		boolean inbound = this.random.nextBoolean();
		note("%s of %s for %ds: %s", inbound ? "inbound" : "outbound", node.name, length / 1_000_000_000, conditions);
		disturb(node.name, length);
		InetSocketAddress address = node.address;
		if (inbound) {
			this.network.inbound(address, conditions);
			after(length, () -> this.network.inbound(address, null));
		}
		else {
			this.network.outbound(address, conditions);
			after(length, () -> this.network.outbound(address, null));
		}
	}

	private void calm(Node node) {
		for (InetSocketAddress address : node.addresses) {
			this.network.inbound(address, null);
			this.network.outbound(address, null);
		}
	}

	private void pause(Node node) {
		if (node.isUp()) {
			long length = (this.random.nextInt(3) == 0) ? seconds(10, 45) : millis(200, 8000);
			note("pause %s for %dms", node.name, length / 1_000_000);
			this.pausedUntil.merge(node.name, now() + length, Math::max);
			node.faults().pause(Duration.ofNanos(length));
		}
	}

	private void slow(Node node) {
		if (node.isUp()) {
			long length = seconds(3, 30);
			Duration perEvent = Duration.ofNanos(millis(1, 40));
			note("slow %s by %s for %ds", node.name, perEvent, length / 1_000_000_000);
			disturb(node.name, length);
			var faults = node.faults();
			faults.slow(perEvent);
			after(length, () -> faults.slow(Duration.ZERO));
		}
	}

	private void crash(Node node) {
		if (!node.isUp()) {
			return;
		}
		boolean returns = node.isSeed() || this.random.nextInt(4) > 0;
		boolean moves = !node.isSeed() && this.random.nextInt(4) == 0;
		boolean silent = this.random.nextInt(3) == 0;
		long length = millis(50, (this.random.nextBoolean()) ? 2000 : 40000);
		note("crash %s%s%s", node.name, returns ? ", back in " + length / 1_000_000 + "ms" : " for good",
				moves ? " elsewhere" : "");
		this.network.silent(node.address, silent);
		node.crash();
		disturb(node.name, length);
		if (returns) {
			after(length, () -> this.scenario.restart(node, moves));
		}
	}

	private void leave(Node node) {
		if (!node.isUp()) {
			return;
		}
		boolean returns = node.isSeed() || this.random.nextBoolean();
		long serves = millis(0, 6000);
		long length = serves + millis(50, 30000);
		note("%s leaves%s", node.name, returns ? ", back in " + length / 1_000_000 + "ms" : " for good");
		node.leave();
		disturb(node.name, length);
		after(serves, node::shutdown);
		if (returns) {
			after(length, () -> this.scenario.restart(node, false));
		}
	}

	private void partition() {
		long length = seconds(3, 60);
		int groups = 2 + this.random.nextInt(2);
		List<List<InetSocketAddress>> split = new ArrayList<>();
		for (int i = 0; i < groups; i++) {
			split.add(new ArrayList<>());
		}
		boolean bridge = this.random.nextInt(3) == 0;
		for (Node node : this.scenario.nodes) {
			split.get(this.random.nextInt(groups)).add(node.address);
			if (bridge) {
				split.get(0).add(node.address);
				bridge = false;
			}
		}
		note("partition in %d for %ds", groups, length / 1_000_000_000);
		this.allDisturbedUntil = Math.max(this.allDisturbedUntil, now() + length);
		this.network.partition(split);
		after(length, this.network::heal);
	}

	private void cut(Node node) {
		Node other = this.scenario.nodes.get(this.random.nextInt(this.scenario.nodes.size()));
		long length = seconds(3, 60);
		note("cut %s -> %s for %ds", node.name, other.name, length / 1_000_000_000);
		disturb(node.name, length);
		disturb(other.name, length);
		InetSocketAddress from = node.address;
		InetSocketAddress to = other.address;
		this.network.cut(from, to);
		after(length, () -> this.network.restore(from, to));
	}

	private void stepWallClock(Node node) {
		if (node.isUp()) {
			Duration step = Duration.ofSeconds(this.random.nextLong(-400_000_000, 400_000_000));
			note("wall clock of %s steps by %s", node.name, step);
			node.faults().stepWallClock(step);
		}
	}

	private void stickBlocking(Node node) {
		if (node.isUp()) {
			Duration length = Duration.ofSeconds(1 + this.random.nextInt(20));
			note("blocking work of %s sticks for %s", node.name, length);
			node.faults().stickBlocking(length);
		}
	}

	private void updateMetadata(Node node) {
		if (node.isUp()) {
			byte[] metadata = new byte[this.random.nextInt(513)];
			this.random.nextBytes(metadata);
			note("%s changes its metadata", node.name);
			node.member.list.updateMetadata(metadata);
		}
	}

	private void forgetSomebody(Node node) {
		if (node.isUp()) {
			node.member.list.allMembers()
				.stream()
				.filter((member) -> !member.status().isPresent())
				.map(Member::name)
				.sorted()
				.findFirst()
				.ifPresent((name) -> {
					note("%s forgets %s", node.name, name);
					this.scenario.invariants.forgotten(node.name, name);
					node.member.list.forget(name);
				});
		}
	}

	private void talk(Node node) {
		if (node.isUp()) {
			note("%s talks", node.name);
			Memberlist list = node.member.list;
			for (int i = this.random.nextInt(40); i >= 0; i--) {
				byte[] message = new byte[this.random.nextInt(Math.min(900, list.maxBroadcastBytes()))];
				list.broadcast(Broadcast.unique(message));
			}
			list.members()
				.stream()
				.map(Member::name)
				.sorted()
				.limit(2)
				.flatMap((name) -> list.member(name).stream())
				.forEach((member) -> {
					list.ping(member);
					list.sendReliable(member, new byte[10]);
					list.sendBestEffort(member, new byte[10]);
				});
		}
	}

	private void after(long nanos, Runnable action) {
		this.scenario.cluster.simulation.after(Duration.ofNanos(nanos), () -> {
			if (!this.scenario.healed) {
				action.run();
			}
		});
	}

	private void note(String format, Object... args) {
		this.scenario.note(format.formatted(args));
	}

	private long now() {
		return this.scenario.now();
	}

	private long seconds(int min, int max) {
		return millis(min * 1000, max * 1000);
	}

	private long millis(int min, int max) {
		return this.random.nextLong(min, max) * 1_000_000;
	}

}
