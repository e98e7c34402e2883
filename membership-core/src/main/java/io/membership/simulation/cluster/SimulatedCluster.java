package io.membership.simulation.cluster;

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

import io.membership.cluster.Cluster;
import io.membership.cluster.ClusterConfig;
import io.membership.gossip.MemberlistConfig;
import io.membership.simulation.Simulation;
import io.membership.simulation.SimulationException;

/**
 * A cluster in virtual time, for tests of what an application does when members join,
 * fail and lose each other. Each member is a whole {@link Cluster}; hours pass in
 * seconds, and the same seed gives the same run. <pre>{@code
 * SimulatedCluster cluster = SimulatedCluster.of(5).seed(42).start();
 * cluster.member(3).crash();
 * cluster.awaitAgreement(Duration.ofSeconds(30));
 * }</pre>
 * <p>
 * A method that waits fails with an {@link AssertionError} that names the seed, the
 * virtual time, what it waited for, what each member sees and the {@link #timeline()}. An
 * exception in a listener fails the method that lets time pass, as
 * {@link SimulationException}.
 * <p>
 * Not thread-safe, and no other thread may take part: code that waits for another thread
 * waits forever, as time passes only in the methods of this class and its members.
 */
public final class SimulatedCluster {

	private static final Duration CALL_LIMIT = Duration.ofMinutes(5);

	private static final Duration FORM_LIMIT = Duration.ofMinutes(3);

	private static final Duration LOOK = Duration.ofMillis(20);

	private final Simulation simulation;

	private final UnaryOperator<ClusterConfig> settings;

	private final EventTimeline timeline;

	private final List<SimulatedMember> members = new ArrayList<>();

	private List<Set<SimulatedMember>> partition = List.of();

	private SimulatedCluster(long seed, UnaryOperator<ClusterConfig> settings) {
		this.simulation = new Simulation(seed);
		this.settings = settings;
		this.timeline = new EventTimeline(this.simulation::now);
	}

	/**
	 * Describes a cluster of members called {@code member-1}, {@code member-2} and so on.
	 * @param members number of members
	 * @return the description, to be completed and started
	 */
	public static Builder of(int members) {
		return new Builder(members);
	}

	/**
	 * Creates and starts one more member, without joining it.
	 * @param name its name
	 * @return the member
	 */
	public SimulatedMember start(String name) {
		return start(name, (config) -> config);
	}

	/**
	 * Creates and starts one more member with settings of its own, without joining it.
	 * @param name its name
	 * @param more changes the settings of the cluster
	 * @return the member
	 */
	public SimulatedMember start(String name, UnaryOperator<ClusterConfig> more) {
		return create(name, this.simulation.nextAddress(), more).start();
	}

	/**
	 * Creates one more member at an address, without starting it.
	 * @param name its name
	 * @param address its address in the simulated network
	 * @param more changes the settings of the cluster
	 * @return the member
	 */
	public SimulatedMember create(String name, InetSocketAddress address, UnaryOperator<ClusterConfig> more) {
		ClusterConfig preset = ClusterConfig.of(MemberlistConfig.lan(name)
			.withNetwork((network) -> network.withBindAddress(address.getAddress()).withBindPort(address.getPort())));
		SimulatedMember member = new SimulatedMember(this, address, more.apply(this.settings.apply(preset)));
		this.members.add(member);
		return member;
	}

	/** Joins all through the first member and waits until all agree. */
	private void form(int count) {
		for (int number = 1; number <= count; number++) {
			SimulatedMember member = start("member-" + number);
			if (number > 1) {
				await(member.join(this.members.get(0)));
			}
		}
		awaitAgreement(FORM_LIMIT);
	}

	/**
	 * Returns all members, in the order of their creation.
	 * @return the members, including those that do not run
	 */
	public List<SimulatedMember> members() {
		return List.copyOf(this.members);
	}

	/**
	 * Returns a member by its number.
	 * @param number from 1, in the order of creation
	 * @return the member
	 */
	public SimulatedMember member(int number) {
		return this.members.get(number - 1);
	}

	/**
	 * Returns a member by its name.
	 * @param name the name
	 * @return the member
	 * @throws IllegalArgumentException if there is none of that name
	 */
	public SimulatedMember member(String name) {
		return this.members.stream()
			.filter((member) -> member.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException(
					"There is no member '" + name + "', but there are " + this.members));
	}

	/**
	 * Separates some members from all others: nothing gets from one side to the other.
	 * Replaces an earlier partition.
	 * @param side the members of one side
	 */
	public void partition(SimulatedMember... side) {
		Set<SimulatedMember> one = Set.of(side);
		partition(List.of(one, this.members.stream().filter((member) -> !one.contains(member)).toList()));
	}

	/**
	 * Separates groups of members from each other. Replaces an earlier partition. Members
	 * in no group form one more group.
	 * @param groups the groups, which must not overlap
	 */
	public void partition(List<? extends Collection<SimulatedMember>> groups) {
		log("network", "separates " + groups.stream().map(Object::toString).collect(Collectors.joining(" and ")));
		this.partition = groups.stream().map(Set::copyOf).toList();
		this.simulation.network()
			.partition(groups.stream().map((group) -> group.stream().map(SimulatedMember::address).toList()).toList());
	}

	/** Ends a partition and all losses. */
	public void heal() {
		log("network", "heals");
		this.partition = List.of();
		this.simulation.network().heal();
		this.simulation.network().loss(0);
	}

	/**
	 * Loses packets at random from now on.
	 * @param probability from 0 to 1 that a packet is lost
	 */
	public void loss(double probability) {
		log("network", "loses " + Math.round(probability * 100) + " % of the packets");
		this.simulation.network().loss(probability);
	}

	/**
	 * Lets virtual time pass.
	 * @param duration how long
	 */
	public void advance(Duration duration) {
		this.simulation.runFor(duration);
	}

	/**
	 * Lets virtual time pass until every running member sees exactly the running members
	 * of its side of a partition alive, and suspects none of them. A paused member counts
	 * as not running.
	 * @param limit longest virtual time to wait
	 * @throws AssertionError if they do not agree in time
	 */
	public void awaitAgreement(Duration limit) {
		Duration end = now().plus(limit);
		// not after every event: to compare all views is slow
		while (!agreed()) {
			if (now().compareTo(end) >= 0) {
				throw late("all running members see each other, and no other member, alive", limit);
			}
			this.simulation.runFor(LOOK);
		}
	}

	/**
	 * Lets virtual time pass until a condition holds, which is looked at after every
	 * event.
	 * @param what the condition in words, for the error
	 * @param condition the condition
	 * @param limit longest virtual time to wait
	 * @throws AssertionError if it does not hold in time
	 */
	public void await(String what, BooleanSupplier condition, Duration limit) {
		if (!this.simulation.runUntil(condition, limit)) {
			throw late(what, limit);
		}
	}

	private AssertionError late(String what, Duration limit) {
		return new AssertionError("Seed " + seed() + ", at " + Descriptions.of(now()) + ": not within "
				+ Descriptions.of(limit) + ": " + what + "\n" + views() + "\n" + timeline());
	}

	/**
	 * Lets virtual time pass until a call has ended, for at most five minutes.
	 * @param <T> type of the result
	 * @param call the call
	 * @return its result
	 */
	public <T> T await(CompletableFuture<T> call) {
		await("a call ends", call::isDone, CALL_LIMIT);
		return call.join();
	}

	/**
	 * Returns whether all running members agree, as {@link #awaitAgreement} waits for it.
	 * @return whether they agree now
	 */
	public boolean agreed() {
		List<SimulatedMember> running = this.members.stream().filter(SimulatedMember::isResponsive).toList();
		return running.stream().allMatch((member) -> member.sees(expectedBy(member, running)));
	}

	private Set<String> expectedBy(SimulatedMember member, List<SimulatedMember> running) {
		return running.stream()
			.filter((other) -> sideOf(other) == sideOf(member))
			.map(SimulatedMember::name)
			.collect(Collectors.toCollection(TreeSet::new));
	}

	/** The number of the group; the one of all others comes last. */
	private int sideOf(SimulatedMember member) {
		int side = 0;
		while (side < this.partition.size() && !this.partition.get(side).contains(member)) {
			side++;
		}
		return side;
	}

	/**
	 * Returns the virtual time since the beginning.
	 * @return the time
	 */
	public Duration now() {
		return this.simulation.now();
	}

	/**
	 * Returns the seed that decides every random choice of this run.
	 * @return the seed
	 */
	public long seed() {
		return this.simulation.seed();
	}

	/**
	 * Returns the simulation below, for faults that have no verb here.
	 * @return the simulation
	 */
	public Simulation simulation() {
		return this.simulation;
	}

	/**
	 * Adds a line of the test to the timeline.
	 * @param text the line
	 */
	public void note(String text) {
		log("test", text);
	}

	void log(String who, String what) {
		this.timeline.add(who, what);
	}

	/**
	 * Returns what happened so far: what the test did, and what each member was told.
	 * @return the latest 500 lines, each with its virtual time
	 */
	public String timeline() {
		return "Timeline of seed " + seed() + ":\n" + this.timeline;
	}

	private String views() {
		return this.members.stream()
			.filter(SimulatedMember::isRunning)
			.map((member) -> member.name() + " sees " + member.cluster().members())
			.collect(Collectors.joining("\n"));
	}

	@Override
	public String toString() {
		return "SimulatedCluster[seed " + seed() + ", " + this.members + "]";
	}

	/** Describes a simulated cluster. */
	public static final class Builder {

		private final List<SimulatedCluster> started = new ArrayList<>();

		private int members;

		private long seed = 1;

		private UnaryOperator<ClusterConfig> settings = (config) -> config;

		private Builder(int members) {
			this.members = members;
		}

		/**
		 * Sets the number of members.
		 * @param count the number, not negative
		 * @return this description
		 */
		public Builder members(int count) {
			this.members = count;
			return this;
		}

		/**
		 * Sets the seed, 1 unless set.
		 * @param value decides every random choice
		 * @return this description
		 */
		public Builder seed(long value) {
			this.seed = value;
			return this;
		}

		/**
		 * Changes the settings of every member, which are those of the profile
		 * {@code lan} unless changed.
		 * @param change changes the settings
		 * @return this description
		 */
		public Builder settings(UnaryOperator<ClusterConfig> change) {
			this.settings = change;
			return this;
		}

		/**
		 * Starts the members, joins them and waits until they agree.
		 * @return the cluster
		 */
		public SimulatedCluster start() {
			SimulatedCluster cluster = new SimulatedCluster(this.seed, this.settings);
			this.started.add(cluster);
			cluster.form(this.members);
			return cluster;
		}

		/**
		 * Returns the clusters that this description has started.
		 * @return the clusters in order
		 */
		public List<SimulatedCluster> started() {
			return List.copyOf(this.started);
		}

	}

}
