package io.membership.gossip;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

import io.membership.Keyring;
import io.membership.gossip.SimulatedCluster.SimulatedMember;
import io.membership.simulation.NodeFaults;

/**
 * What one seed decides: a small cluster, some minutes of faults, the end of all faults,
 * and what must be true then.
 */
final class ChaosScenario {

	/** All must agree so long after the last fault. */
	static final Duration HEALED_WITHIN = Duration.ofMinutes(4);

	/** A crash must be noticed by all within this time. */
	static final Duration NOTICED_WITHIN = Duration.ofSeconds(60);

	private static final Duration AGREED_FOR = Duration.ofSeconds(20);

	private static final int SEEDS = 3;

	private static final Duration TICK = Duration.ofMillis(500);

	final SimulatedCluster cluster;

	final List<Node> nodes = new ArrayList<>();

	final ChaosFaults faults;

	final ChaosInvariants invariants;

	final boolean encrypted;

	boolean healed;

	private final RandomGenerator random;

	private final List<String> script = new ArrayList<>();

	final String label;

	private ChaosScenario(long seed) {
		this.cluster = new SimulatedCluster(seed);
		this.random = this.cluster.simulation.random("chaos");
		this.encrypted = this.random.nextInt(16) == 0;
		this.label = (this.random.nextInt(4) == 0) ? "chaos" : "";
		this.invariants = new ChaosInvariants(this);
		this.faults = new ChaosFaults(this, this.cluster.simulation.random("faults"));
		this.cluster.simulation.network().observe(this.invariants);
	}

	/**
	 * Plays the scenario of a seed.
	 * @return the hash of everything that happened
	 * @throws AssertionError if an invariant does not hold
	 */
	static long play(long seed) {
		ChaosScenario scenario = new ChaosScenario(seed);
		try {
			scenario.play();
		}
		catch (AssertionError | RuntimeException ex) {
			throw new AssertionError("seed " + seed + " at " + scenario.cluster.simulation.now() + ": "
					+ ex.getMessage() + "\n  replay with -Dmembership.chaos.seed=" + seed + "\n" + scenario.describe(),
					ex);
		}
		return scenario.encrypted ? 0 : scenario.cluster.simulation.traceHash();
	}

	private void play() {
		int count = 5 + Math.min(this.random.nextInt(16), this.random.nextInt(16));
		MemberlistConfig settings = settings();
		for (int i = 0; i < count; i++) {
			Node node = new Node(this, "m" + i, settings);
			this.nodes.add(node);
		}
		this.nodes.forEach((node) -> this.cluster.simulation.after(Duration.ofMillis(this.random.nextInt(2000)),
				() -> node.start(false)));
		tick(Duration.ofSeconds(3));
		expect(this::agreed, Duration.ofMinutes(2), "all agree after the start");
		long end = now() + Duration.ofSeconds(60 + this.random.nextInt(90)).toNanos();
		while (now() < end) {
			tick(Duration.ofMillis(this.random.nextInt(12_000)));
			this.faults.strike();
		}
		this.healed = true;
		this.faults.heal();
		this.nodes.stream().filter((node) -> !node.isUp()).forEach(Node::kill);
		this.nodes.stream().filter((node) -> node.isSeed() && !node.isUp()).forEach((node) -> restart(node, false));
		agreeAndStay();
		noticeACrash();
		forgetIt();
		expect(this.invariants::quiet, Duration.ofSeconds(30), "queues and ack handlers are empty at the end");
	}

	/**
	 * What the faults have begun may still cause a suspicion for a while; and what waits
	 * in a stuck executor may bring old news.
	 */
	private void agreeAndStay() {
		long end = now() + HEALED_WITHIN.toNanos();
		long since = now();
		while (now() - since < AGREED_FOR.toNanos()) {
			tick(TICK);
			if (!agreed()) {
				since = now();
				this.invariants.check(since < end, "not within " + HEALED_WITHIN + ": all agree after the heal");
			}
		}
	}

	/** What all members of this cluster have in common. */
	private MemberlistConfig settings() {
		MemberlistConfig settings = MemberlistConfig.lan("template")
			.withTransport((transport) -> transport.withCompression(this.random.nextBoolean()))
			.withGossip((gossip) -> gossip.withUdpBufferSize(this.random.nextInt(3) == 0 ? 1000 : 1400)
				.withImmediate(this.random.nextInt(4) > 0))
			.withSeeds((join) -> join
				.withRetry((retry) -> retry.withInterval(Duration.ofSeconds(15 + this.random.nextInt(30)))))
			.withPushPull((pushPull) -> pushPull.withInterval(Duration.ofSeconds(10 + this.random.nextInt(20))))
			.withMembers(
					(members) -> members.withDeadMemberRetention(Duration.ofSeconds(30 + this.random.nextInt(300))))
			.withLabel(this.label)
			.withVersions((versions) -> versions.withGossip(2 + this.random.nextInt(4)));
		if (this.encrypted) {
			byte[] key = new byte[16];
			this.random.nextBytes(key);
			return settings.withEncryption((encryption) -> encryption.withKeyring(Keyring.of(List.of(key))));
		}
		return settings;
	}

	private void noticeACrash() {
		List<Node> up = this.nodes.stream().filter(Node::isUp).toList();
		Node victim = up.get(this.random.nextInt(up.size()));
		note("crash " + victim.name + " to see it noticed");
		victim.crash();
		this.faults.disturb(victim.name, 0);
		expect(() -> this.cluster.everyoneSees(victim.name, MemberStatus.FAILED), NOTICED_WITHIN, "a crash is noticed");
		expect(this::agreed, NOTICED_WITHIN, "all agree after the crash");
	}

	private void forgetIt() {
		for (Node node : this.nodes) {
			if (node.isUp()) {
				node.member.list.allMembers()
					.stream()
					.filter((member) -> !member.status().isPresent())
					.forEach((member) -> node.member.list.forget(member.name()));
			}
		}
		tick(Duration.ofSeconds(15));
		this.invariants.check(agreed(), "forgetting changes nothing for the others");
		for (SimulatedMember member : this.cluster.running()) {
			this.invariants.check(member.list.allMembers().size() == this.cluster.running().size(),
					"nothing is left of who was forgotten at " + member.name);
		}
	}

	/** Brings a node back that is down. */
	void restart(Node node, boolean elsewhere) {
		if (!node.isUp()) {
			node.kill();
			node.start(elsewhere);
		}
	}

	boolean agreed() {
		return this.cluster.agreed();
	}

	private void expect(BooleanSupplier condition, Duration within, String what) {
		long end = now() + within.toNanos();
		while (!condition.getAsBoolean()) {
			this.invariants.check(now() < end, "not within " + within + ": " + what);
			tick(TICK);
		}
	}

	/** Lets time pass and checks all members at intervals. */
	private void tick(Duration duration) {
		long end = now() + duration.toNanos();
		while (now() < end) {
			this.cluster.run(Duration.ofNanos(Math.min(TICK.toNanos(), end - now())));
			this.invariants.look();
		}
	}

	long now() {
		return this.cluster.simulation.now().toNanos();
	}

	void note(String what) {
		this.script.add(String.format(Locale.ROOT, "%8.3f %s", now() / 1e9, what));
	}

	private String describe() {
		return String.join("\n", this.script) + "\n"
				+ this.cluster.running()
					.stream()
					.map((member) -> member.name + " " + member.address + " sees "
							+ member.list.allMembers().stream().map(Member::toString).sorted().toList())
					.collect(Collectors.joining("\n"));
	}

	/** A name of the cluster, which may crash, leave, return and move. */
	static final class Node {

		final String name;

		final Set<InetSocketAddress> addresses = new LinkedHashSet<>();

		InetSocketAddress address;

		SimulatedMember member;

		private final ChaosScenario scenario;

		private final MemberlistConfig settings;

		Node(ChaosScenario scenario, String name, MemberlistConfig settings) {
			this.scenario = scenario;
			this.name = name;
			this.settings = settings;
			move();
		}

		private void move() {
			this.address = this.scenario.cluster.simulation.nextAddress();
			this.addresses.add(this.address);
		}

		boolean isSeed() {
			return this.scenario.nodes.indexOf(this) < SEEDS;
		}

		/** Whether it runs and wants to be a member. */
		boolean isUp() {
			return this.member != null && this.member.running;
		}

		NodeFaults faults() {
			return this.scenario.cluster.simulation.node(this.address);
		}

		void start(boolean elsewhere) {
			if (elsewhere) {
				move();
			}
			this.scenario.note("start " + this.name + " at " + this.address);
			List<String> seeds = this.scenario.nodes.stream()
				.filter(Node::isSeed)
				.map((seed) -> seed.address.getAddress().getHostAddress() + ":" + seed.address.getPort())
				.toList();
			if (this.member != null) {
				this.scenario.cluster.members.remove(this.member);
			}
			ChaosInvariants.Life life = this.scenario.invariants.newLife(this.name);
			this.member = this.scenario.cluster.start(this.name, this.address,
					(config) -> this.settings.withName(this.name)
						.withNetwork((network) -> network.withBindAddress(this.address.getAddress())
							.withBindPort(this.address.getPort()))
						.withSeeds((join) -> join.withAddresses(seeds)),
					Delegates.none().withEvents(life));
			life.member = this.member;
		}

		void crash() {
			this.member.crash();
		}

		void leave() {
			this.member.running = false;
			this.member.list.leave(Duration.ofSeconds(5));
		}

		/** Ends the process of a member that has left, if it is still there. */
		void kill() {
			if (this.scenario.cluster.simulation.isBound(this.address)) {
				faults().crash();
			}
		}

		void shutdown() {
			if (this.member != null && this.scenario.cluster.simulation.isBound(this.address)) {
				this.member.list.shutdown();
			}
		}

	}

}
