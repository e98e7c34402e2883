package io.membership.simulation;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.membership.runtime.DropReason;
import io.membership.runtime.NodeRuntime;
import io.membership.runtime.Transport;
import io.membership.runtime.TransportDrop;
import io.membership.runtime.TransportHandler;
import io.membership.runtime.TransportOptions;
import org.jspecify.annotations.Nullable;

/** The sockets of one simulated node. */
final class SimulatedTransport implements Transport {

	private static final int FIRST_EPHEMERAL_PORT = 32768;

	private final Simulation simulation;

	private final Timeline timeline;

	private final SimulatedNode node;

	private final TransportOptions options;

	private final ByteBudget budget;

	private final Map<InetAddress, Integer> inboundStreams = new HashMap<>();

	/** Insertion order, as it decides in which order they end. */
	private final Set<StreamEnd> openStreams = new LinkedHashSet<>();

	private final CompletableFuture<Void> closed = new CompletableFuture<>();

	private @Nullable TransportHandler handler;

	private int streamsInbound;

	private int streamsStarted;

	private boolean closing;

	private int waitingConnections;

	SimulatedTransport(Simulation simulation, SimulatedNode node, TransportOptions options) {
		this.simulation = simulation;
		this.timeline = simulation.timeline();
		this.node = node;
		node.whenUncaught(() -> dropped(TransportDrop.INTERNAL_ERROR));
		this.options = options;
		this.budget = new ByteBudget(options.inboundByteBudget());
	}

	@Override
	public NodeRuntime runtime() {
		return this.node;
	}

	@Override
	public InetSocketAddress boundAddress() {
		return this.node.address;
	}

	@Override
	public void start(TransportHandler handler) {
		if (this.handler != null) {
			throw new IllegalStateException("transport of " + this.node + " has been started already");
		}
		this.handler = Objects.requireNonNull(handler, "handler");
		this.node.readSockets();
	}

	@Override
	public void sendPacket(InetSocketAddress to, byte[] packet, @Nullable FailureCallback onFailure) {
		requireEventLoop("sendPacket");
		if (!this.closing) {
			this.simulation.network().send(this.node, to, packet, onFailure);
		}
	}

	@Override
	public void sendFrame(InetSocketAddress to, byte[] frame, Duration timeout, ExchangeCallback callback) {
		requireEventLoop("sendFrame");
		connect(to, frame, false, timeout, callback);
	}

	@Override
	public void exchange(InetSocketAddress to, byte[] request, Duration timeout, ExchangeCallback callback) {
		requireEventLoop("exchange");
		connect(to, request, true, timeout, callback);
	}

	private void connect(InetSocketAddress to, byte[] frame, boolean wantsReply, Duration timeout,
			ExchangeCallback callback) {
		InetSocketAddress local = new InetSocketAddress(this.node.address.getAddress(),
				FIRST_EPHEMERAL_PORT + this.streamsStarted++ % (1 << 14));
		SimulatedStream stream = new SimulatedStream(this.simulation, this.node, local, to);
		new StreamClient(this, stream, frame, wantsReply, callback).connect(timeout);
	}

	private void requireEventLoop(String method) {
		if (!this.node.inEventLoop()) {
			throw new IllegalStateException(method + " of " + this.node + " is called off its event loop");
		}
	}

	void receivePacket(InetSocketAddress from, byte[] packet) {
		this.node.traffic.packetReceived(packet.length);
		handler().packet(from, packet);
	}

	/**
	 * Runs a part of the handler as production does: an exception is counted, drops the
	 * current input, and the node goes on. Here it also fails the simulation.
	 * @return whether it went well
	 */
	boolean guard(Runnable work) {
		try {
			work.run();
			return true;
		}
		catch (Throwable ex) {
			this.timeline.failed(ex);
			dropped(TransportDrop.INTERNAL_ERROR);
			return false;
		}
	}

	/** Tells the handler that something was dropped, if there is one yet. */
	void dropped(DropReason reason) {
		if (this.handler == null) {
			return;
		}
		try {
			this.handler.dropped(reason);
		}
		catch (Throwable ex) {
			this.timeline.failed(ex);
		}
	}

	TransportHandler handler() {
		if (this.handler == null) {
			throw new IllegalStateException("transport of " + this.node + " has not been started");
		}
		return this.handler;
	}

	SimulatedNode node() {
		return this.node;
	}

	TransportOptions options() {
		return this.options;
	}

	ByteBudget budget() {
		return this.budget;
	}

	/** A connection reaches the socket; the loop accepts it when it gets round to it. */
	boolean connectionArrives() {
		if (this.node.isBehind() && this.waitingConnections >= Backlog.MAX_ACCEPTS) {
			return false;
		}
		this.waitingConnections++;
		return true;
	}

	/** A connection will not be accepted, as its handshake did not end. */
	void connectionVanishes() {
		this.waitingConnections--;
	}

	/** Takes a connection out of the socket; says whether it is within the limits. */
	boolean accept(InetAddress from) {
		this.waitingConnections--;
		int fromThere = this.inboundStreams.getOrDefault(from, 0);
		if (this.streamsInbound >= this.options.maxInboundStreams()
				|| fromThere >= this.options.maxInboundStreamsPerAddress()) {
			dropped(TransportDrop.STREAM_LIMIT);
			return false;
		}
		this.streamsInbound++;
		this.inboundStreams.put(from, fromThere + 1);
		return true;
	}

	void releaseInbound(InetAddress from) {
		this.streamsInbound--;
		this.inboundStreams.computeIfPresent(from, (key, count) -> (count > 1) ? count - 1 : null);
	}

	void opened(StreamEnd end) {
		this.openStreams.add(end);
	}

	void closed(StreamEnd end) {
		this.openStreams.remove(end);
	}

	/** Whether nothing of any stream is left. */
	boolean hasNoStreams() {
		return this.openStreams.isEmpty() && this.streamsInbound == 0 && this.inboundStreams.isEmpty()
				&& this.waitingConnections == 0 && this.budget.used() == 0;
	}

	@Override
	public CompletionStage<Void> close() {
		if (!this.closing) {
			this.closing = true;
			this.node.execute(this::closeNow);
		}
		return this.closed.minimalCompletionStage();
	}

	private void closeNow() {
		// Twice: a callback that fails may start one more stream, which fails as well.
		for (int round = 0; round < 2; round++) {
			List.copyOf(this.openStreams).forEach(StreamEnd::transportCloses);
		}
		gone(false);
	}

	/** Kills the process: no callback runs, and none of its code runs again. */
	void crash() {
		this.closing = true;
		List<StreamEnd> ends = List.copyOf(this.openStreams);
		this.openStreams.clear();
		gone(true);
		ends.forEach(StreamEnd::hostCrashes);
	}

	private void gone(boolean crash) {
		this.node.die(crash);
		this.simulation.unbind(this);
		this.timeline.push(this.timeline.now(), Timeline.TASK, () -> this.closed.complete(null));
	}

	@Override
	public String toString() {
		return "transport of " + this.node;
	}

}
