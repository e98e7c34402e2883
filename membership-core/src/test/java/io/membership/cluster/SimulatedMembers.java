package io.membership.cluster;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

import io.membership.gossip.MemberlistConfig;
import io.membership.simulation.Simulation;
import io.membership.simulation.cluster.SimulatedCluster;

/** Starts members of a cluster in virtual time, and waits for what they do. */
public final class SimulatedMembers {

	private final SimulatedCluster world;

	public SimulatedMembers(long seed) {
		this.world = SimulatedCluster.of(0).seed(seed).start();
	}

	public Simulation simulation() {
		return this.world.simulation();
	}

	/** A member that is not started yet. */
	ListeningNode create(String name, InetSocketAddress address, UnaryOperator<MemberlistConfig> gossip,
			UnaryOperator<ClusterConfig> settings) {
		return ListeningNode.create(this.world, name, address, gossip, settings);
	}

	/** A member that runs. */
	ListeningNode start(String name, InetSocketAddress address, UnaryOperator<MemberlistConfig> gossip,
			UnaryOperator<ClusterConfig> settings) {
		return create(name, address, gossip, settings).start();
	}

	public ListeningNode start(String name, UnaryOperator<ClusterConfig> settings) {
		return ListeningNode.start(this.world, name, simulation().nextAddress(), settings);
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
		this.world.advance(Duration.ofSeconds(seconds));
	}

	public void expect(BooleanSupplier condition, int seconds) {
		this.world.await("what the test expects", condition, Duration.ofSeconds(seconds));
	}

	<T> T await(CompletableFuture<T> future) {
		return this.world.await(future);
	}

}
