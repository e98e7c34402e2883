package io.membership.cluster;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

import io.membership.gossip.MemberlistConfig;
import io.membership.simulation.Simulation;

import static org.assertj.core.api.Assertions.assertThat;

/** Starts members of a cluster in virtual time, and waits for what they do. */
public final class SimulatedMembers {

	private final Simulation simulation;

	public SimulatedMembers(long seed) {
		this.simulation = new Simulation(seed);
	}

	public Simulation simulation() {
		return this.simulation;
	}

	/** A member that is not started yet. */
	ListeningNode create(String name, InetSocketAddress address, UnaryOperator<MemberlistConfig> gossip,
			UnaryOperator<ClusterConfig> settings) {
		return ListeningNode.create(this.simulation, name, address, gossip, settings);
	}

	/** A member that runs. */
	ListeningNode start(String name, InetSocketAddress address, UnaryOperator<MemberlistConfig> gossip,
			UnaryOperator<ClusterConfig> settings) {
		return create(name, address, gossip, settings).start();
	}

	public ListeningNode start(String name, UnaryOperator<ClusterConfig> settings) {
		return ListeningNode.start(this.simulation, name, this.simulation.nextAddress(), settings);
	}

	/** Joins all through the first, and waits until all know each other. */
	public void join(List<ListeningNode> members) {
		for (ListeningNode member : members.subList(1, members.size())) {
			await(member.join(members.get(0)));
		}
		expect(() -> members.stream().allMatch((member) -> member.alive() == members.size()), 60);
		// until the intents to join have arrived everywhere, too
		run(5);
	}

	public void run(int seconds) {
		this.simulation.runFor(Duration.ofSeconds(seconds));
	}

	public void expect(BooleanSupplier condition, int seconds) {
		assertThat(this.simulation.runUntil(condition, Duration.ofSeconds(seconds))).isTrue();
	}

	<T> T await(CompletableFuture<T> future) {
		expect(future::isDone, 300);
		return future.join();
	}

}
