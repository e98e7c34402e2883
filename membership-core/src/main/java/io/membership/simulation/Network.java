package io.membership.simulation;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

import io.membership.runtime.Transport.FailureCallback;
import org.jspecify.annotations.Nullable;

/**
 * The network of a {@link Simulation}, with its faults. Settings may change while the
 * simulation runs, also from within it; packets already on their way are not affected.
 * Traffic of a node with itself suffers no faults.
 */
public final class Network {

	private final Simulation simulation;

	private final Timeline timeline;

	private final Topology topology = new Topology();

	private final LinkTable links = new LinkTable();

	private final Set<InetSocketAddress> silent = new HashSet<>();

	private final Map<InetSocketAddress, Traffic.Counter> traffic = new HashMap<>();

	private boolean refusing = true;

	private @Nullable PacketObserver observer;

	Network(Simulation simulation) {
		this.simulation = simulation;
		this.timeline = simulation.timeline();
	}

	/**
	 * Sets the conditions of every link that has none of its own.
	 * @param conditions the conditions; {@link LinkConditions#GOOD} to begin with
	 */
	public void conditions(LinkConditions conditions) {
		this.links.general(conditions);
	}

	/**
	 * Sets the latency of every link that has no conditions of its own.
	 * @param min shortest latency
	 * @param max longest latency
	 */
	public void latency(Duration min, Duration max) {
		this.links.general(this.links.general().withLatency(min, max));
	}

	/**
	 * Sets the loss of every link that has no conditions of its own.
	 * @param probability that a packet is lost
	 */
	public void loss(double probability) {
		this.links.general(this.links.general().withLoss(probability));
	}

	/**
	 * Sets the conditions of one direction of one link. They come before those of
	 * {@link #outbound}, {@link #inbound} and {@link #conditions(LinkConditions)}, in
	 * this order.
	 * @param from the sender
	 * @param to the receiver
	 * @param conditions the conditions, or {@code null} for none of its own
	 */
	public void link(InetSocketAddress from, InetSocketAddress to, @Nullable LinkConditions conditions) {
		this.links.link(from, to, conditions);
	}

	/**
	 * Sets the conditions of everything that leaves an address.
	 * @param from the sender
	 * @param conditions the conditions, or {@code null} for none of its own
	 */
	public void outbound(InetSocketAddress from, @Nullable LinkConditions conditions) {
		this.links.outbound(from, conditions);
	}

	/**
	 * Sets the conditions of everything that goes to an address.
	 * @param to the receiver
	 * @param conditions the conditions, or {@code null} for none of its own
	 */
	public void inbound(InetSocketAddress to, @Nullable LinkConditions conditions) {
		this.links.inbound(to, conditions);
	}

	/**
	 * Cuts one direction: nothing gets from one address to the other.
	 * @param from the sender
	 * @param to the receiver
	 */
	public void cut(InetSocketAddress from, InetSocketAddress to) {
		this.topology.cut(from, to);
	}

	/**
	 * Ends a {@link #cut}.
	 * @param from the sender
	 * @param to the receiver
	 */
	public void restore(InetSocketAddress from, InetSocketAddress to) {
		this.topology.restore(from, to);
	}

	/**
	 * Splits the network into groups; replaces an earlier partition. Addresses in no
	 * group form one more group; an address in several groups is a bridge that reaches
	 * each of them.
	 * @param groups the groups
	 */
	@SafeVarargs
	@SuppressWarnings("varargs")
	public final void partition(Collection<InetSocketAddress>... groups) {
		partition(Arrays.asList(groups));
	}

	/**
	 * The same for any number of groups up to 63.
	 * @param groups the groups
	 */
	public void partition(List<? extends Collection<InetSocketAddress>> groups) {
		this.topology.partition(groups);
	}

	/** Ends the partition and all cuts. Conditions stay as they are. */
	public void heal() {
		this.topology.heal();
	}

	/**
	 * Sets how streams to an address without a node end.
	 * @param refused {@code true}, which is the default, if a host is there that refuses
	 * connections and resets those of a crashed node; {@code false} if nothing answers,
	 * as when the host itself is gone
	 */
	public void refuseConnections(boolean refused) {
		this.refusing = refused;
	}

	/**
	 * Sets whether an address without a node stays silent.
	 * @param address the address
	 * @param silent whether connections to the address time out instead of being refused
	 * while no node is bound to it
	 */
	public void silent(InetSocketAddress address, boolean silent) {
		if (silent) {
			this.silent.add(address);
		}
		else {
			this.silent.remove(address);
		}
	}

	/**
	 * Reports every packet from now on.
	 * @param observer sees every packet, or {@code null} to end it
	 */
	public void observe(@Nullable PacketObserver observer) {
		this.observer = observer;
	}

	/**
	 * The traffic of one address so far.
	 * @param address the address
	 * @return its traffic, over all restarts
	 */
	public Traffic traffic(InetSocketAddress address) {
		Traffic.Counter counter = this.traffic.get(address);
		return (counter != null) ? counter.snapshot() : Traffic.NONE;
	}

	/**
	 * The traffic of all addresses so far.
	 * @return the sum
	 */
	public Traffic traffic() {
		return this.traffic.values().stream().map(Traffic.Counter::snapshot).reduce(Traffic.NONE, Traffic::plus);
	}

	Traffic.Counter counter(InetSocketAddress address) {
		return this.traffic.computeIfAbsent(address, (key) -> new Traffic.Counter());
	}

	/** The conditions from one address to another, without cuts and partitions. */
	LinkConditions conditions(InetSocketAddress from, InetSocketAddress to) {
		return from.equals(to) ? LinkConditions.GOOD : this.links.find(from, to);
	}

	boolean connects(InetSocketAddress from, InetSocketAddress to) {
		return from.equals(to) || this.topology.connects(from, to);
	}

	boolean refuses(InetSocketAddress address) {
		return this.refusing && !this.silent.contains(address);
	}

	void report(InetSocketAddress from, InetSocketAddress to, byte[] packet, PacketOutcome outcome) {
		if (this.observer != null) {
			try {
				this.observer.packet(from, to, packet, outcome);
			}
			catch (Throwable ex) {
				// Not thrown into the protocol that happens to be sending.
				this.timeline.failed(ex);
			}
		}
	}

	/** Sends a packet on its way, or drops it. */
	void send(SimulatedNode sender, InetSocketAddress to, byte[] packet, @Nullable FailureCallback onFailure) {
		LinkConditions link = conditions(sender.address, to);
		IOException failure = writeFailure(link, to, packet);
		if (failure != null) {
			report(sender.address, to, packet, PacketOutcome.UNREACHABLE);
			if (onFailure != null) {
				sender.execute(() -> onFailure.failed(failure));
			}
			return;
		}
		sender.traffic.packetSent(packet.length);
		PacketOutcome loss = lossOf(link, sender, to, packet);
		if (loss != null) {
			report(sender.address, to, packet, loss);
			return;
		}
		SplittableRandom random = sender.networkRandom;
		deliver(link, sender, to, packet);
		if (link.duplication() > 0 && random.nextDouble() < link.duplication()) {
			deliver(link, sender, to, packet);
		}
	}

	private static @Nullable IOException writeFailure(LinkConditions link, InetSocketAddress to, byte[] packet) {
		if (packet.length > LinkConditions.MAX_UDP_PAYLOAD) {
			return new IOException("message too long: " + packet.length + " bytes to " + to);
		}
		if (link.unreachable() || to.isUnresolved() || to.getPort() == 0) {
			return new NoRouteToHostException("no route to " + to);
		}
		return null;
	}

	private @Nullable PacketOutcome lossOf(LinkConditions link, SimulatedNode sender, InetSocketAddress to,
			byte[] packet) {
		if (link.packetsBlocked() || !connects(sender.address, to)) {
			return PacketOutcome.BLOCKED;
		}
		if (packet.length > link.maxDatagramBytes()) {
			return PacketOutcome.TOO_BIG;
		}
		if (link.loss() > 0 && sender.networkRandom.nextDouble() < link.loss()) {
			return PacketOutcome.LOST;
		}
		return null;
	}

	private void deliver(LinkConditions link, SimulatedNode sender, InetSocketAddress to, byte[] packet) {
		SplittableRandom random = sender.networkRandom;
		// A copy for each delivery: nodes share no memory in the real world either.
		byte[] copy = packet.clone();
		if (link.corruption() > 0 && copy.length > 0 && random.nextDouble() < link.corruption()) {
			for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
				copy[random.nextInt(copy.length)] ^= (byte) random.nextInt(1, 256);
			}
		}
		this.timeline.push(this.timeline.in(latency(link, random)), Timeline.INBOUND,
				new PacketEvent(this.simulation, sender.address, to, copy));
	}

	static long latency(LinkConditions link, SplittableRandom random) {
		long min = link.minLatency().toNanos();
		long max = link.maxLatency().toNanos();
		return (min < max) ? random.nextLong(min, max + 1) : min;
	}

}
