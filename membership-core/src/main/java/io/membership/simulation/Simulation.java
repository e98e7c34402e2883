package io.membership.simulation;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

import io.membership.runtime.Transport;
import io.membership.runtime.TransportFactory;
import io.membership.runtime.TransportOptions;
import org.jspecify.annotations.Nullable;

/**
 * A cluster of simulated nodes in virtual time. Create one from a seed, bind members with
 * its {@link #transportFactory()}, change the {@link #network()} and the nodes as the
 * scenario needs, and let time pass with {@link #runFor} and {@link #runUntil}.
 * <p>
 * Events happen in the order of their time. At the same instant, network events come
 * before tasks, tasks before timers, and otherwise causes decide the order. The same
 * program with the same seed has the same {@link #traceHash()}.
 * <p>
 * An exception that code under simulation throws is treated as in production, and is also
 * thrown by the method that lets time pass, as {@link SimulationException}.
 * <p>
 * Not thread-safe: a simulation and everything in it is used by one thread. Where the
 * runtime interfaces allow any thread, this one means any code that runs in this thread.
 */
public final class Simulation {

	private static final int FIRST_PICKED_PORT = 49152;

	private final long seed;

	private final Seeds seeds;

	private final Timeline timeline;

	private final Map<InetSocketAddress, SimulatedTransport> bound = new HashMap<>();

	private final AddressPool addresses = new AddressPool();

	private final Network network;

	private int nodes;

	/**
	 * Creates an empty simulation at time zero.
	 * @param seed decides every random choice
	 */
	public Simulation(long seed) {
		this.seed = seed;
		this.seeds = new Seeds(seed);
		this.timeline = new Timeline(seed);
		this.network = new Network(this);
	}

	/**
	 * The seed, to be printed when something fails.
	 * @return the seed
	 */
	public long seed() {
		return this.seed;
	}

	/**
	 * Virtual time since the beginning.
	 * @return the time
	 */
	public Duration now() {
		return Duration.ofNanos(this.timeline.now());
	}

	/**
	 * Hash over every event of a node so far: time, node, kind, length and CRC-32 of the
	 * payload.
	 * @return the hash
	 */
	public long traceHash() {
		return this.timeline.trace().value();
	}

	/**
	 * How many events of nodes there were so far.
	 * @return the number of events
	 */
	public long eventCount() {
		return this.timeline.trace().events();
	}

	/**
	 * The network and its faults.
	 * @return the network
	 */
	public Network network() {
		return this.network;
	}

	/**
	 * Returns the faults of one node.
	 * @param address where the node is bound
	 * @return the faults of this node, until it closes or crashes
	 * @throws IllegalArgumentException if no node is bound to the address
	 */
	public NodeFaults node(InetSocketAddress address) {
		SimulatedTransport transport = this.bound.get(address);
		if (transport == null) {
			throw new IllegalArgumentException("No node is bound to " + address);
		}
		return new NodeFaults(transport);
	}

	/**
	 * Returns whether a node is bound to an address.
	 * @param address the address
	 * @return {@code true} from binding until close or crash
	 */
	public boolean isBound(InetSocketAddress address) {
		return this.bound.containsKey(address);
	}

	/**
	 * A random generator for the scenario itself.
	 * @param purpose a name; the same name gives the same draws from the beginning
	 * @return a new generator
	 */
	public RandomGenerator random(String purpose) {
		return this.seeds.fork("scenario " + purpose);
	}

	/**
	 * An IPv4 address that was not given out before: 10.0.0.1:7946 and so on.
	 * @return the address
	 */
	public InetSocketAddress nextAddress() {
		return this.addresses.nextIpv4();
	}

	/**
	 * An IPv6 address that was not given out before: [fd00::1]:7946 and so on.
	 * @return the address
	 */
	public InetSocketAddress nextIpv6Address() {
		return this.addresses.nextIpv6();
	}

	/**
	 * Binds members to any address of this simulation.
	 * @return the factory
	 */
	public TransportFactory transportFactory() {
		return this::bind;
	}

	private Transport bind(TransportOptions options) throws IOException {
		InetSocketAddress wanted = options.bind();
		if (wanted.isUnresolved() || wanted.getAddress().isAnyLocalAddress()) {
			throw new BindException(
					"cannot bind " + wanted + " in a simulation: every node needs an IP address of its own");
		}
		InetSocketAddress address = wanted;
		for (int port = FIRST_PICKED_PORT; address.getPort() == 0
				|| (wanted.getPort() == 0 && isBound(address)); port++) {
			address = new InetSocketAddress(wanted.getAddress(), port);
		}
		if (isBound(address)) {
			throw new BindException("cannot bind " + address + ": already in use");
		}
		SimulatedNode node = new SimulatedNode(this, address, this.nodes++, options.udpReceiveBufferBytes());
		SimulatedTransport transport = new SimulatedTransport(this, node, options);
		this.bound.put(address, transport);
		return transport;
	}

	void unbind(SimulatedTransport transport) {
		this.bound.remove(transport.boundAddress(), transport);
	}

	@Nullable SimulatedTransport boundAt(InetSocketAddress address) {
		return this.bound.get(address);
	}

	/**
	 * Does something in the scenario later, outside of all nodes.
	 * @param delay virtual time from now
	 * @param action what to do
	 */
	public void after(Duration delay, Runnable action) {
		this.timeline.push(this.timeline.in(delay.toNanos()), Timeline.TASK, () -> {
			this.timeline.note(-1, Timeline.SCRIPT_KIND);
			action.run();
		});
	}

	/**
	 * Runs a check of invariants after every event. An exception fails the simulation.
	 * @param check the check, or {@code null} for none
	 */
	public void afterEachEvent(@Nullable Runnable check) {
		this.timeline.afterEachEvent(check);
	}

	/**
	 * Lets virtual time pass.
	 * @param duration how long
	 * @throws SimulationException if code under simulation threw an exception; time has
	 * then passed up to that event only, and may pass on with the next call
	 */
	public void runFor(Duration duration) {
		run(() -> false, duration);
	}

	/**
	 * Lets virtual time pass until something is true; this is looked at after every
	 * event.
	 * @param condition what should become true
	 * @param limit how long to wait
	 * @return whether it became true within the limit
	 * @throws SimulationException as for {@link #runFor}
	 */
	public boolean runUntil(BooleanSupplier condition, Duration limit) {
		return run(condition, limit);
	}

	private boolean run(BooleanSupplier condition, Duration limit) {
		long end = this.timeline.in(limit.toNanos());
		if (condition.getAsBoolean()) {
			return true;
		}
		while (this.timeline.hasEvent(end)) {
			this.timeline.step();
			if (condition.getAsBoolean()) {
				return true;
			}
		}
		this.timeline.idle(end);
		return false;
	}

	/**
	 * Lets the next event happen, and time pass up to it.
	 * @return whether there was one
	 * @throws SimulationException as for {@link #runFor}
	 */
	public boolean step() {
		if (!this.timeline.hasEvent(Long.MAX_VALUE)) {
			return false;
		}
		this.timeline.step();
		return true;
	}

	/**
	 * Goes on when code under simulation throws an exception, as production does, instead
	 * of failing the simulation.
	 * @param keep whether to go on
	 */
	public void keepFailures(boolean keep) {
		this.timeline.keepFailures(keep);
	}

	/**
	 * The exceptions since the last call; for tests with {@link #keepFailures}.
	 * @return the exceptions
	 */
	public List<Throwable> takeFailures() {
		return this.timeline.takeFailures();
	}

	Timeline timeline() {
		return this.timeline;
	}

	Seeds seeds() {
		return this.seeds;
	}

	@Override
	public String toString() {
		return this.timeline.toString();
	}

}
