package io.membership.simulation;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
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
 * scenario wants, and let time pass with {@link #runFor} and {@link #runUntil}.
 * <p>
 * Events happen in the order of their time; at the same instant, what comes from the
 * network before tasks and tasks before timers, and else in the order they were caused.
 * The same program with the same seed has the same {@link #traceHash()}.
 * <p>
 * An exception that code under simulation throws is treated as in production, and is also
 * thrown by the method that lets time pass, as {@link SimulationException}.
 * <p>
 * Not thread-safe: a simulation and everything in it is used by one thread. Where the
 * runtime interfaces allow any thread, this one means any code that runs in this thread.
 */
public final class Simulation {

	static final int PHASE_INBOUND = 0;

	static final int PHASE_TASK = 1;

	static final int PHASE_TIMER = 2;

	private static final int PHASE_SHIFT = 60;

	private static final int FIRST_PICKED_PORT = 49152;

	private static final int BLOCKING_KIND = 16;

	private static final int SCRIPT_KIND = 17;

	/** So many events at one instant mean that something runs in a circle. */
	private static final int MAX_EVENTS_AT_AN_INSTANT = 10_000_000;

	private final long seed;

	private final Seeds seeds;

	private final EventQueue queue = new EventQueue();

	private final TraceHash trace = new TraceHash();

	private final Map<InetSocketAddress, SimulatedTransport> bound = new HashMap<>();

	private final AddressPool addresses = new AddressPool();

	private final List<Throwable> failures = new ArrayList<>();

	private final Network network = new Network(this);

	private long now;

	private long pushed;

	private int eventsAtThisInstant;

	private int nodes;

	private boolean keepsFailures;

	private @Nullable SimulatedNode current;

	private @Nullable Thread runner;

	private @Nullable Runnable check;

	/**
	 * Creates an empty simulation at time zero.
	 * @param seed decides every random choice
	 */
	public Simulation(long seed) {
		this.seed = seed;
		this.seeds = new Seeds(seed);
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
		return Duration.ofNanos(this.now);
	}

	/**
	 * Hash over every event of a node so far: time, node, kind, length and CRC-32 of the
	 * payload.
	 * @return the hash
	 */
	public long traceHash() {
		return this.trace.value();
	}

	/**
	 * How many events of nodes there were so far.
	 * @return the number of events
	 */
	public long eventCount() {
		return this.trace.events();
	}

	/**
	 * The network and its faults.
	 * @return the network
	 */
	public Network network() {
		return this.network;
	}

	/**
	 * Faults of single nodes.
	 * @param address where the node is bound
	 * @return the faults of this node, until it closes or crashes
	 * @throws IllegalArgumentException if nobody is bound there
	 */
	public NodeFaults node(InetSocketAddress address) {
		SimulatedTransport transport = this.bound.get(address);
		if (transport == null) {
			throw new IllegalArgumentException("nobody is bound to " + address);
		}
		return new NodeFaults(transport);
	}

	/**
	 * Whether somebody is bound to an address.
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
		push(in(delay.toNanos()), PHASE_TASK, () -> {
			this.trace.add(this.now, -1, SCRIPT_KIND, TraceHash.NO_BYTES);
			action.run();
		});
	}

	/**
	 * Runs a check of invariants after every event. An exception fails the simulation.
	 * @param check the check, or {@code null} for none
	 */
	public void afterEachEvent(@Nullable Runnable check) {
		this.check = check;
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
		long end = in(limit.toNanos());
		if (condition.getAsBoolean()) {
			return true;
		}
		while (!this.queue.isEmpty() && this.queue.earliest() <= end) {
			step();
			if (condition.getAsBoolean()) {
				return true;
			}
		}
		this.now = end;
		return false;
	}

	/**
	 * Lets the next event happen, and time pass up to it.
	 * @return whether there was one
	 * @throws SimulationException as for {@link #runFor}
	 */
	public boolean step() {
		if (this.queue.isEmpty()) {
			return false;
		}
		if (this.runner != null) {
			throw new IllegalStateException("time cannot pass while an event happens");
		}
		advance(this.queue.earliest());
		this.runner = Thread.currentThread();
		try {
			this.queue.poll().fire();
			if (this.check != null) {
				this.check.run();
			}
		}
		catch (Throwable ex) {
			failed(ex);
		}
		finally {
			this.runner = null;
		}
		if (!this.failures.isEmpty() && !this.keepsFailures) {
			throw new SimulationException(this + " failed: " + this.failures.get(0), takeFailures());
		}
		return true;
	}

	private void advance(long time) {
		if (time != this.now) {
			this.now = time;
			this.eventsAtThisInstant = 0;
		}
		else if (++this.eventsAtThisInstant > MAX_EVENTS_AT_AN_INSTANT) {
			throw new SimulationException(this + " stands still: events cause each other without a delay", List.of());
		}
	}

	/**
	 * Goes on when code under simulation throws an exception, as production does, instead
	 * of failing the simulation.
	 * @param keep whether to go on
	 */
	public void keepFailures(boolean keep) {
		this.keepsFailures = keep;
	}

	/**
	 * The exceptions since the last call; for tests with {@link #keepFailures}.
	 * @return the exceptions
	 */
	public List<Throwable> takeFailures() {
		List<Throwable> taken = List.copyOf(this.failures);
		this.failures.clear();
		return taken;
	}

	void failed(Throwable cause) {
		this.failures.add(cause);
	}

	Seeds seeds() {
		return this.seeds;
	}

	long nanos() {
		return this.now;
	}

	/** The time after a delay; far away stays far away. */
	long in(long delayNanos) {
		long time = this.now + Math.max(0, delayNanos);
		return (time < 0) ? Long.MAX_VALUE : time;
	}

	/** The node whose event loop runs, if any. */
	@Nullable SimulatedNode current() {
		return this.current;
	}

	void push(long time, int phase, Event event) {
		if (this.runner != null && this.runner != Thread.currentThread()) {
			throw new IllegalStateException("a simulation is used by one thread only, but " + Thread.currentThread()
					+ " interferes with " + this.runner);
		}
		this.queue.add(time, ((long) phase << PHASE_SHIFT) | this.pushed++, event);
	}

	/** Runs an event on the event loop of a node. */
	void process(SimulatedNode node, NodeEvent event) {
		this.trace.add(this.now, node.number, event.kind.ordinal(), event.payload());
		this.current = node;
		try {
			event.handle();
		}
		catch (Throwable ex) {
			failed(ex);
		}
		finally {
			this.current = null;
		}
	}

	/** Runs user code of a node, off its event loop. */
	void runBlocking(SimulatedNode node, Runnable task) {
		this.trace.add(this.now, node.number, BLOCKING_KIND, TraceHash.NO_BYTES);
		task.run();
	}

	@Override
	public String toString() {
		return "simulation with seed " + this.seed + " at " + now();
	}

}
