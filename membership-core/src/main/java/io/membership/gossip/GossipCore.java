package io.membership.gossip;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

import io.membership.runtime.DropReason;
import io.membership.runtime.NodeRuntime;
import io.membership.runtime.Transport;
import io.membership.runtime.TransportFactory;
import io.membership.runtime.TransportOptions;
import io.membership.wire.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the parts of one member together: creates them when the member starts, brings
 * calls of other threads to the event loop, and gives each part access to the others. The
 * protocol itself is in the parts. What is not marked otherwise is confined to the event
 * loop.
 */
final class GossipCore {

	private static final Logger logger = LoggerFactory.getLogger(GossipCore.class);

	private enum Lifecycle {

		NEW, RUNNING, CLOSED

	}

	private final MemberlistConfig config;

	private final Delegates delegates;

	private final @Nullable ProtocolLayer layer;

	private final TransportFactory transports;

	private final JoinAddress.Resolver resolver;

	private final MemberView view = new MemberView();

	private final AtomicReference<Lifecycle> lifecycle = new AtomicReference<>(Lifecycle.NEW);

	private final CompletableFuture<Void> closed = new CompletableFuture<>();

	private final Calls calls = new Calls(this);

	private volatile @Nullable MemberlistMetrics metrics;

	private volatile @Nullable GossipParts parts;

	private volatile InetSocketAddress advertised = InetSocketAddress.createUnresolved("not-started", 0);

	private int boundPort;

	GossipCore(MemberlistConfig config, Delegates delegates, @Nullable ProtocolLayer layer, TransportFactory transports,
			JoinAddress.Resolver resolver) {
		this.layer = layer;
		this.config = config;
		this.delegates = delegates;
		this.transports = transports;
		this.resolver = resolver;
	}

	/** A first join through the seeds begins. */
	void joining() {
		if (this.layer != null) {
			this.layer.joining();
		}
	}

	/** That join has ended; the layer hears of it after the states that came with it. */
	void joined(int reached) {
		ProtocolLayer told = this.layer;
		if (told != null) {
			runtime().execute(() -> told.joined(reached));
		}
	}

	void start() throws IOException {
		if (!this.lifecycle.compareAndSet(Lifecycle.NEW, Lifecycle.RUNNING)) {
			throw new IllegalStateException("Member '" + this.config.name() + "' was started before; create a new one");
		}
		Transport transport;
		try {
			transport = this.transports.bind(transportOptions());
		}
		catch (IOException | RuntimeException ex) {
			this.lifecycle.set(Lifecycle.NEW);
			throw ex;
		}
		this.boundPort = transport.boundAddress().getPort();
		this.advertised = advertise(transport.boundAddress());
		this.metrics = new MemberlistMetrics(transport.runtime().nanoTime());
		this.parts = GossipParts.assemble(this, transport, this.delegates, this.layer != null, this.resolver);
		if (this.layer != null) {
			this.layer.bound(transport.runtime(), new LayerContext(this));
		}
		// readers see the local member from now on; the event loop does the same once
		// more
		this.view.put(new Member(this.config.name(), this.advertised, MemberStatus.ALIVE, this.config.metadata(), 1,
				versions(), transport.runtime().wallClock()));
		transport.runtime().execute(() -> {
			if (this.layer != null) {
				this.layer.started();
			}
			announce(this.config.metadata());
			stalls().start();
			prober().start();
			parts().gossiper().start();
			pushPull().start();
			rejoiner().start();
			new EncryptionWatch(this, EncryptionWatch.WARN_AT).start();
		});
		transport.start(new Inbound(this, parts().packets(), parts().frames()));
		warnIfPlaintext();
		logger.atInfo()
			.addKeyValue("member", this.config.name())
			.addKeyValue("bound", transport.boundAddress())
			.addKeyValue("advertised", this.advertised)
			.addKeyValue("encrypted", !this.config.encryption().keyring().isEmpty())
			.log("Cluster member {} started at {}", this.config.name(), NodeRecord.describe(this.advertised));
	}

	boolean isRunning() {
		return this.lifecycle.get() == Lifecycle.RUNNING;
	}

	Calls calls() {
		return this.calls;
	}

	MemberView view() {
		return this.view;
	}

	Member localMember() {
		Member self = this.view.get(this.config.name());
		if (self == null) {
			throw new IllegalStateException("Member '" + this.config.name() + "' is not started");
		}
		return self;
	}

	CompletableFuture<Void> shutdown() {
		Lifecycle before = this.lifecycle.getAndSet(Lifecycle.CLOSED);
		GossipParts running = this.parts;
		if (before == Lifecycle.RUNNING && running != null) {
			running.transport().close().whenComplete((ok, failure) -> {
				logger.atInfo()
					.addKeyValue("member", this.config.name())
					.log("Cluster member {} stopped", this.config.name());
				this.calls.abandon();
				this.closed.complete(null);
			});
		}
		else if (before == Lifecycle.NEW) {
			this.closed.complete(null);
		}
		return this.closed;
	}

	MemberlistMetrics metrics() {
		MemberlistMetrics current = this.metrics;
		if (current == null) {
			// before the start: all zero
			return new MemberlistMetrics(0);
		}
		return current;
	}

	// what the parts need of each other

	MemberlistConfig config() {
		return this.config;
	}

	NodeRuntime runtime() {
		return parts().transport().runtime();
	}

	/** Runs the application's vetoes: a share of the threads for blocking work. */
	Executor vetoes() {
		return parts().vetoes();
	}

	/** Runs what the application has hung on its futures: another share. */
	Executor completions() {
		return parts().completions();
	}

	/** Runs the question for the application's state. */
	Executor stateQuestions() {
		return (this.layer != null) ? runtime()::execute : runtime().blocking();
	}

	long now() {
		return runtime().nanoTime();
	}

	InetSocketAddress advertised() {
		return this.advertised;
	}

	int boundPort() {
		return this.boundPort;
	}

	int clusterSize() {
		return presentCount();
	}

	int presentCount() {
		return Math.max(1, parts().table().presentCount());
	}

	Set<InetSocketAddress> presentAddresses() {
		Set<InetSocketAddress> addresses = new HashSet<>();
		for (NodeRecord node : parts().table().all()) {
			if (node.status.isPresent()) {
				addresses.add(node.address);
			}
		}
		return addresses;
	}

	StallGuard stalls() {
		return parts().stalls();
	}

	Awareness awareness() {
		return parts().awareness();
	}

	AckHandlers acks() {
		return parts().acks();
	}

	BroadcastQueues broadcasts() {
		return parts().broadcasts();
	}

	PacketSender sender() {
		return parts().sender();
	}

	Streams streams() {
		return parts().streams();
	}

	Application application() {
		return parts().application();
	}

	AddressRules addressRules() {
		return parts().addressRules();
	}

	StateMachine state() {
		return parts().state();
	}

	Prober prober() {
		return parts().prober();
	}

	PingResponder pings() {
		return parts().pings();
	}

	PushPull pushPull() {
		return parts().pushPull();
	}

	Rejoiner rejoiner() {
		return parts().rejoiner();
	}

	/** A node says that it is alive; the application may veto. */
	void alive(Message.Alive alive) {
		parts().gate().alive(alive, state()::alive);
	}

	void suspect(Message.Suspect suspect) {
		parts().gate().inOrder(suspect.node(), () -> state().suspect(suspect));
	}

	void dead(Message.Dead dead) {
		parts().gate().inOrder(dead.node(), () -> state().dead(dead));
	}

	/** A push/pull says something of a node. */
	void merge(Message.NodeState node) {
		switch (node.state()) {
			case 0 -> alive(new Message.Alive(node.incarnation(), node.name(), node.addr(), node.port(), node.meta(),
					node.vsn()));
			// a dead node may not know yet and gets its chance to refute
			case 1, 2 -> suspect(new Message.Suspect(node.incarnation(), node.name(), this.config.name()));
			case 3 -> dead(new Message.Dead(node.incarnation(), node.name(), node.name()));
			default -> metrics().increment(DropReason.MALFORMED);
		}
	}

	void joined(NodeRecord node) {
		rejoiner().returned(node.name);
	}

	void gone(NodeRecord node) {
		rejoiner().lost(node);
		parts().table().trimGone(now(), this.config.gossip().toTheDeadTime().toNanos());
	}

	/** Drops the nodes that have been gone for long. */
	void purge() {
		Duration retention = this.config.members().deadMemberRetention();
		Duration gossiped = this.config.gossip().toTheDeadTime();
		parts().table().removeGone(now(), ((retention.compareTo(gossiped) > 0) ? retention : gossiped).toNanos());
	}

	/**
	 * Whether one node more may be stored; makes room at the cost of those that are gone.
	 */
	boolean makeRoom() {
		MemberTable table = parts().table();
		if (table.size() >= this.config.members().max()) {
			// in a flood this happens for every message, so it must not search the table
			table.trimGone(now(), this.config.gossip().toTheDeadTime().toNanos(), 0);
		}
		return table.size() < this.config.members().max();
	}

	/** Tells everybody of this member, in a new incarnation. */
	void announce(byte[] metadata) {
		state().announceSelf(this.advertised, (metadata.length > 0) ? metadata : null, versions().toWire());
	}

	GossipParts parts() {
		GossipParts started = this.parts;
		if (started == null) {
			throw new IllegalStateException("Member '" + this.config.name() + "' is not started");
		}
		return started;
	}

	private TransportOptions transportOptions() {
		InetSocketAddress bind = new InetSocketAddress(this.config.network().bindAddress(),
				this.config.network().bindPort());
		TransportOptions defaults = TransportOptions.of(bind, this.config.transport().tcpTimeout());
		return new TransportOptions(bind, this.config.transport().tcpTimeout(), defaults.maxFrameBytes(),
				this.config.transport().maxInboundStreams(), this.config.transport().maxInboundStreamsPerAddress(),
				this.config.transport().inboundByteBudget(), defaults.udpReceiveBufferBytes());
	}

	private InetSocketAddress advertise(InetSocketAddress bound) throws UnknownHostException {
		InetAddress address = this.config.network().advertiseAddress();
		if (address == null) {
			address = bound.getAddress().isAnyLocalAddress() ? AddressPicker.pick() : bound.getAddress();
		}
		// without the host name that it may have been resolved from
		return new InetSocketAddress(InetAddress.getByAddress(address.getAddress()),
				(this.config.network().advertisePort() != 0) ? this.config.network().advertisePort() : bound.getPort());
	}

	private ProtocolVersions versions() {
		return new ProtocolVersions(ProtocolVersions.MIN, ProtocolVersions.MAX, this.config.versions().gossip(),
				this.config.versions().delegateMin(), this.config.versions().delegateMax(),
				this.config.versions().delegateCurrent());
	}

	private void warnIfPlaintext() {
		InetAddress address = this.advertised.getAddress();
		if (this.config.encryption().keyring().isEmpty() && address != null && !address.isLoopbackAddress()) {
			logger.atWarn()
				.addKeyValue("member", this.config.name())
				.addKeyValue("address", this.advertised)
				.log("Gossip is not encrypted: whoever reaches this port can read and forge the membership. "
						+ "Configure encryption keys");
		}
	}

}
