package io.membership.gossip;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import io.membership.simulation.Simulation;

/**
 * A cluster in the simulator, told as a script: start, join, cut, pause, heal, expect.
 */
final class SimulatedCluster {

	final Simulation simulation;

	final List<SimulatedMember> members = new ArrayList<>();

	private final UnaryOperator<MemberlistConfig> settings;

	SimulatedCluster(long seed) {
		this(seed, (config) -> config);
	}

	SimulatedCluster(long seed, UnaryOperator<MemberlistConfig> settings) {
		this.simulation = new Simulation(seed);
		this.settings = settings;
	}

	/** Settings with which nothing happens by itself but gossip, for hours. */
	static MemberlistConfig quiet(MemberlistConfig config) {
		return unassisted(config).withProbe((probe) -> probe.withInterval(Duration.ofHours(6)));
	}

	/** Settings with which members probe and gossip, but exchange no states. */
	static MemberlistConfig unassisted(MemberlistConfig config) {
		return config.withPushPull((pushPull) -> pushPull.withInterval(Duration.ZERO))
			.withSeeds((seeds) -> seeds.withRetry((retry) -> retry.withEnabled(false)));
	}

	/** Starts a member with the settings of the cluster. */
	SimulatedMember start(String name) {
		return start(name, this.simulation.nextAddress(), (config) -> config);
	}

	SimulatedMember start(String name, UnaryOperator<MemberlistConfig> more) {
		return start(name, this.simulation.nextAddress(), more);
	}

	SimulatedMember start(String name, InetSocketAddress address, UnaryOperator<MemberlistConfig> more) {
		return start(name, address, more, Delegates.none());
	}

	SimulatedMember start(String name, InetSocketAddress address, UnaryOperator<MemberlistConfig> more,
			Delegates delegates) {
		MemberlistConfig preset = MemberlistConfig.lan(name)
			.withNetwork((network) -> network.withBindAddress(address.getAddress()).withBindPort(address.getPort()));
		MemberlistConfig config = more.apply(this.settings.apply(preset));
		SimulatedMember member = new SimulatedMember(this, config, address, delegates);
		this.members.add(member);
		return member;
	}

	/** Starts members named {@code m0}, {@code m1}, ... without joining them. */
	List<SimulatedMember> startAll(int count) {
		List<SimulatedMember> started = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			started.add(start("m" + i));
		}
		return started;
	}

	/** Starts members and joins all through the first, and waits until all agree. */
	List<SimulatedMember> form(int count) {
		List<SimulatedMember> started = startAll(count);
		for (SimulatedMember member : started.subList(1, count)) {
			member.join(started.get(0));
		}
		expect(this::agreed, Duration.ofMinutes(3), "all agree after the start");
		return started;
	}

	/** Runs the world until a condition holds, and fails if it does not in time. */
	void expect(BooleanSupplier condition, Duration within, String what) {
		if (!this.simulation.runUntil(condition, within)) {
			throw new AssertionError(
					"seed " + this.simulation.seed() + ": not within " + within + ": " + what + "\n" + describe());
		}
	}

	void run(Duration duration) {
		this.simulation.runFor(duration);
	}

	<T> T await(CompletableFuture<T> future) {
		expect(future::isDone, Duration.ofMinutes(2), "the call ends");
		return future.join();
	}

	List<SimulatedMember> running() {
		return this.members.stream().filter((member) -> member.running).toList();
	}

	/** Whether every running member holds exactly the running members for alive. */
	boolean agreed() {
		return agreed(running());
	}

	boolean agreed(Collection<SimulatedMember> group) {
		Set<String> names = group.stream().map((member) -> member.name).collect(Collectors.toSet());
		for (SimulatedMember member : group) {
			if (member.list.count(MemberStatus.ALIVE) != names.size() || member.list.count(MemberStatus.SUSPECT) != 0) {
				return false;
			}
		}
		return group.stream().allMatch((member) -> member.alive().equals(names));
	}

	boolean everyoneSees(String name, MemberStatus status) {
		return running().stream()
			.filter((member) -> !member.name.equals(name))
			.allMatch((member) -> member.status(name) == status);
	}

	void partition(List<SimulatedMember> left, List<SimulatedMember> right) {
		this.simulation.network().partition(List.of(addresses(left), addresses(right)));
	}

	void heal() {
		this.simulation.network().heal();
	}

	private static List<InetSocketAddress> addresses(List<SimulatedMember> members) {
		return members.stream().map((member) -> member.address).toList();
	}

	private String describe() {
		return running().stream()
			.map((member) -> member.name + " sees "
					+ member.list.allMembers().stream().map(Member::toString).sorted().toList())
			.limit(20)
			.collect(Collectors.joining("\n"));
	}

	/** One member of the simulated cluster, and what its listeners have been told. */
	static final class SimulatedMember {

		final SimulatedCluster cluster;

		final String name;

		final InetSocketAddress address;

		final Memberlist list;

		final List<MemberEvent> events = new ArrayList<>();

		final List<byte[]> messages = new ArrayList<>();

		boolean running = true;

		SimulatedMember(SimulatedCluster cluster, MemberlistConfig config, InetSocketAddress address,
				Delegates delegates) {
			this.cluster = cluster;
			this.name = config.name();
			this.address = address;
			Delegates recording = delegates;
			if (delegates.events() == null) {
				recording = recording.withEvents(this.events::add);
			}
			if (delegates.user() == null) {
				recording = recording.withUser(new UserDelegate() {

					@Override
					public void message(byte[] message) {
						SimulatedMember.this.messages.add(message);
					}

				});
			}
			this.list = Memberlist.create(config, recording, cluster.simulation.transportFactory());
			try {
				this.list.start();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		CompletableFuture<JoinResult> join(SimulatedMember... others) {
			return this.list.join(List.of(others)
				.stream()
				.map((other) -> other.address.getAddress().getHostAddress() + ":" + other.address.getPort())
				.toList());
		}

		/** Stops without a word, as if the power had gone. */
		void crash() {
			this.running = false;
			this.cluster.simulation.node(this.address).crash();
		}

		void pause(Duration duration) {
			this.cluster.simulation.node(this.address).pause(duration);
		}

		void leave() {
			this.cluster.await(this.list.leave(Duration.ofSeconds(10)));
			this.running = false;
			this.list.shutdown();
		}

		Set<String> alive() {
			return this.list.members()
				.stream()
				.filter((member) -> member.status() == MemberStatus.ALIVE)
				.map(Member::name)
				.collect(Collectors.toCollection(TreeSet::new));
		}

		MemberStatus status(String other) {
			return this.list.member(other).map(Member::status).orElse(null);
		}

		List<MemberEvent.Type> eventsAbout(String other) {
			return this.events.stream()
				.filter((event) -> event.member().name().equals(other))
				.map(MemberEvent::type)
				.toList();
		}

	}

}
