package io.membership.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

import io.membership.gossip.MemberlistConfig;
import io.membership.simulation.NodeFaults;
import io.membership.simulation.Simulation;

import static org.assertj.core.api.Assertions.assertThat;

/** Members of a cluster in virtual time, which may crash and be started again. */
final class SimulatedMembers {

	final Simulation simulation;

	SimulatedMembers(long seed) {
		this.simulation = new Simulation(seed);
	}

	/** A member that is not started yet. */
	One create(String name, InetSocketAddress address, UnaryOperator<MemberlistConfig> gossip,
			UnaryOperator<ClusterConfig> settings) {
		return new One(name, address, gossip, settings);
	}

	/** A member that runs. */
	One start(String name, InetSocketAddress address, UnaryOperator<MemberlistConfig> gossip,
			UnaryOperator<ClusterConfig> settings) {
		One member = create(name, address, gossip, settings);
		try {
			member.cluster.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return member;
	}

	One start(String name, UnaryOperator<ClusterConfig> settings) {
		return start(name, this.simulation.nextAddress(), (config) -> config, settings);
	}

	/** Joins all through the first, and waits until everybody knows everybody. */
	void join(List<One> members) {
		for (One member : members.subList(1, members.size())) {
			await(member.cluster.join(List.of(text(members.get(0).address)), false));
		}
		expect(() -> members.stream().allMatch((member) -> member.alive() == members.size()), 60);
		// until the intents to join have arrived everywhere, too
		run(5);
	}

	void run(int seconds) {
		this.simulation.runFor(Duration.ofSeconds(seconds));
	}

	void expect(BooleanSupplier condition, int seconds) {
		assertThat(this.simulation.runUntil(condition, Duration.ofSeconds(seconds))).isTrue();
	}

	<T> T await(CompletableFuture<T> future) {
		expect(future::isDone, 300);
		return future.join();
	}

	static String text(InetSocketAddress address) {
		return address.getAddress().getHostAddress() + ":" + address.getPort();
	}

	/** One member. */
	final class One {

		final String name;

		final InetSocketAddress address;

		final List<ClusterEvent> events = new ArrayList<>();

		final Cluster cluster;

		private final UnaryOperator<MemberlistConfig> gossip;

		private final UnaryOperator<ClusterConfig> settings;

		private One(String name, InetSocketAddress address, UnaryOperator<MemberlistConfig> gossip,
				UnaryOperator<ClusterConfig> settings) {
			this.name = name;
			this.address = address;
			this.gossip = gossip;
			this.settings = settings;
			MemberlistConfig config = gossip.apply(MemberlistConfig.lan(name)
				.withNetwork(
						(network) -> network.withBindAddress(address.getAddress()).withBindPort(address.getPort())));
			this.cluster = Cluster.create(settings.apply(ClusterConfig.of(config)),
					SimulatedMembers.this.simulation.transportFactory());
			this.cluster.subscribe(this.events::add);
		}

		NodeFaults faults() {
			return SimulatedMembers.this.simulation.node(this.address);
		}

		/** The process dies; the same one is started again at once. */
		One crashAndRestart() {
			faults().crash();
			return restart();
		}

		One restart() {
			return start(this.name, this.address, this.gossip, this.settings);
		}

		/** How many members are alive, as far as this one knows. */
		int alive() {
			return this.cluster.metrics().members(MemberState.ALIVE);
		}

		List<MemberEventType> happened(String to) {
			List<MemberEventType> types = new ArrayList<>();
			for (ClusterEvent event : this.events) {
				if (event instanceof ClusterEvent.Membership change
						&& change.members().stream().anyMatch((member) -> member.name().equals(to))) {
					types.add(change.type());
				}
			}
			return types;
		}

		List<String> userEvents() {
			List<String> texts = new ArrayList<>();
			for (ClusterEvent event : this.events) {
				if (event instanceof ClusterEvent.User user) {
					texts.add(user.name() + "=" + new String(user.payload(), StandardCharsets.UTF_8));
				}
			}
			return texts;
		}

	}

}
