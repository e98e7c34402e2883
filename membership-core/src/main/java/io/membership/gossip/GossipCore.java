package io.membership.gossip;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import io.membership.Addresses;
import io.membership.runtime.Transport;
import io.membership.runtime.TransportFactory;
import io.membership.runtime.TransportOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts and stops one member. The protocol is in its {@link GossipParts}, which exist
 * from the start on. Methods may be called from any thread.
 */
final class GossipCore {

	private static final Logger logger = LoggerFactory.getLogger(GossipCore.class);

	private enum Phase {

		NEW, RUNNING, CLOSED

	}

	private final MemberlistConfig config;

	private final Delegates delegates;

	private final @Nullable ProtocolLayer layer;

	private final TransportFactory transports;

	private final JoinAddress.Resolver resolver;

	private final MemberView view = new MemberView();

	private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.NEW);

	private final CompletableFuture<Void> closed = new CompletableFuture<>();

	private final Calls calls;

	private volatile @Nullable GossipParts parts;

	/**
	 * Creates a member that is not started.
	 * @param config the settings
	 * @param delegates the hooks of the application or the layer
	 * @param layer the protocol above, if there is one
	 * @param transports binds the sockets
	 * @param resolver resolves the host names of seeds
	 */
	GossipCore(MemberlistConfig config, Delegates delegates, @Nullable ProtocolLayer layer, TransportFactory transports,
			JoinAddress.Resolver resolver) {
		this.config = config;
		this.delegates = delegates;
		this.layer = layer;
		this.transports = transports;
		this.resolver = resolver;
		this.calls = new Calls(config.name(), this::isRunning, this::parts);
	}

	/**
	 * Binds the sockets and starts the protocol.
	 * @throws IOException if the address cannot be bound; the start can then be repeated
	 */
	void start() throws IOException {
		if (!this.phase.compareAndSet(Phase.NEW, Phase.RUNNING)) {
			throw new IllegalStateException("Member '" + this.config.name() + "' was started before; create a new one");
		}
		Transport transport;
		try {
			transport = this.transports.bind(transportOptions());
		}
		catch (IOException | RuntimeException ex) {
			this.phase.set(Phase.NEW);
			throw ex;
		}
		LocalAddress local = LocalAddress.choose(this.config, transport.boundAddress());
		GossipParts started = new GossipParts(this.config, local, transport, this.delegates, this.layer, this.view,
				this.resolver);
		this.parts = started;
		if (this.layer != null) {
			this.layer.bound(transport.runtime(), new LayerContext(started.broadcasts, started.addressRules));
		}
		// readers see the local member from now on; the event loop repeats this
		this.view.put(new Member(this.config.name(), local.advertised(), MemberStatus.ALIVE, this.config.metadata(), 1,
				ProtocolVersions.of(this.config), transport.runtime().wallClock()));
		transport.runtime().execute(() -> begin(started));
		transport.start(started.inbound);
		warnIfPlaintext(local);
		logger.atInfo()
			.addKeyValue("member", this.config.name())
			.addKeyValue("bound", transport.boundAddress())
			.addKeyValue("advertised", local.advertised())
			.addKeyValue("encrypted", !this.config.encryption().keyring().isEmpty())
			.log("Cluster member {} started at {}", this.config.name(), Addresses.format(local.advertised()));
	}

	/** The first task on the event loop. */
	private void begin(GossipParts started) {
		if (this.layer != null) {
			this.layer.started();
		}
		started.state.announceSelf(this.config.metadata());
		started.start();
	}

	boolean isRunning() {
		return this.phase.get() == Phase.RUNNING;
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

	/**
	 * Closes the sockets and fails the calls that still wait. Idempotent.
	 * @return completes when the sockets are closed
	 */
	CompletableFuture<Void> shutdown() {
		Phase before = this.phase.getAndSet(Phase.CLOSED);
		GossipParts running = this.parts;
		if (before == Phase.RUNNING && running != null) {
			running.transport.close().whenComplete((ok, failure) -> {
				logger.atInfo()
					.addKeyValue("member", this.config.name())
					.log("Cluster member {} stopped", this.config.name());
				this.calls.abandon();
				this.closed.complete(null);
			});
		}
		else if (before == Phase.NEW) {
			this.closed.complete(null);
		}
		return this.closed;
	}

	/** Returns the metrics of the member; before the start they are all zero. */
	MemberlistMetrics metrics() {
		GossipParts started = this.parts;
		return (started != null) ? started.context.metrics() : new MemberlistMetrics(0);
	}

	/**
	 * Returns the parts, which are confined to the event loop.
	 * @throws IllegalStateException if the member was not started
	 */
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

	private void warnIfPlaintext(LocalAddress local) {
		if (this.config.encryption().keyring().isEmpty() && isReachable(local)) {
			logger.atWarn()
				.addKeyValue("member", this.config.name())
				.addKeyValue("address", local.advertised())
				.log("Gossip is not encrypted: every host that reaches this port can read and forge the membership. "
						+ "Set membership.encryption.keys, or bind to a loopback address");
		}
	}

	private boolean isReachable(LocalAddress local) {
		InetAddress advertised = local.advertised().getAddress();
		return !this.config.network().bindAddress().isLoopbackAddress()
				|| (advertised != null && !advertised.isLoopbackAddress());
	}

}
