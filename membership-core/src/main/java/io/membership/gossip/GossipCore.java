package io.membership.gossip;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import io.membership.Addresses;
import io.membership.Subscription;
import io.membership.runtime.LimitedExecutor;
import io.membership.runtime.LoopCalls;
import io.membership.runtime.Mailbox;
import io.membership.runtime.MailboxFigures;
import io.membership.runtime.NodeRuntime;
import io.membership.runtime.Subscribers;
import io.membership.runtime.Transport;
import io.membership.runtime.TransportFactory;
import io.membership.runtime.TransportOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts and stops one member. Its {@link GossipParts}, created by the start, implement
 * the protocol. Thread-safe.
 */
final class GossipCore {

	private static final Logger logger = LoggerFactory.getLogger(GossipCore.class);

	/**
	 * More than one, because code that is attached to a future may block on another call.
	 */
	private static final int COMPLETION_THREADS = 8;

	/**
	 * The protocol above gossip. Called on the event loop, except for {@link #bound}.
	 */
	interface Layer extends Rejoiner.FirstJoin {

		/** Returns the layer's figures for the listeners of the application. */
		MailboxFigures listeners();

		/**
		 * Called when the sockets are bound, on the thread that starts the member.
		 * @param core the member
		 * @param calls API whose futures complete on the event loop
		 * @param parts the parts of the member
		 */
		void bound(GossipCore core, Calls calls, GossipParts parts);

		/** Called when the member has started. */
		void started();

	}

	private enum Phase {

		NEW, RUNNING, CLOSED

	}

	private final MemberlistConfig config;

	private final Delegates delegates;

	private final @Nullable Layer layer;

	private final TransportFactory transports;

	private final JoinAddress.Resolver resolver;

	private final MemberView view = new MemberView();

	private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.NEW);

	private final CompletableFuture<Void> closed = new CompletableFuture<>();

	/**
	 * Moves calls of the application to the event loop, and completes their futures off
	 * it.
	 */
	private final LoopCalls applicationCalls;

	/** Moves calls of the layer to the event loop, and completes their futures there. */
	private final LoopCalls layerCalls;

	private final Calls calls;

	private final MailboxFigures listeners;

	private final Subscribers<Notice> subscribers;

	private volatile @Nullable GossipParts parts;

	/**
	 * Creates a member that is not started.
	 * @param config the settings
	 * @param delegates the callbacks of the application or the layer
	 * @param layer the protocol above, if there is one
	 * @param transports binds the sockets
	 * @param resolver resolves the host names of seeds
	 */
	GossipCore(MemberlistConfig config, Delegates delegates, @Nullable Layer layer, TransportFactory transports,
			JoinAddress.Resolver resolver) {
		this.config = config;
		this.delegates = delegates;
		this.layer = layer;
		this.transports = transports;
		this.resolver = resolver;
		this.applicationCalls = new LoopCalls("Member '" + config.name() + "' is not running");
		this.layerCalls = new LoopCalls("Member '" + config.name() + "' is not running");
		this.calls = new Calls(this.applicationCalls, this::parts);
		this.listeners = (layer != null) ? layer.listeners() : new MailboxFigures();
		this.subscribers = new Subscribers<>(Mailbox.Limits.of(config.eventQueueCapacity()), new Notice.Rule(),
				this.listeners, (work) -> parts().context.runtime().blocking().execute(work),
				() -> parts().context.now());
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
		LocalAddress local = LocalAddress.choose(this.config.network(), transport.boundAddress(),
				transport.hostNetwork(), () -> seedAddresses(transport));
		GossipParts started = new GossipParts(this.config, local, transport, this.delegates, this.layer, this.view,
				this.subscribers, this.listeners, this.resolver);
		this.parts = started;
		NodeRuntime runtime = transport.runtime();
		this.applicationCalls.open(runtime, new LimitedExecutor(runtime.blocking(), COMPLETION_THREADS));
		this.layerCalls.open(runtime, Runnable::run);
		if (this.layer != null) {
			this.layer.bound(this, new Calls(this.layerCalls, this::parts), started);
		}
		// makes the local member visible to readers; the event loop repeats this
		this.view.put(new Member(this.config.name(), local.advertised(), MemberStatus.ALIVE, this.config.metadata(), 1,
				ProtocolVersions.of(this.config), transport.runtime().wallClock()));
		transport.runtime().execute(() -> begin(started));
		transport.start(started.inbound);
		warnIfPlaintext(local);
		logger.atInfo()
			.addKeyValue("member", this.config.name())
			.addKeyValue("bound", transport.boundAddress())
			.addKeyValue("advertised", local.advertised())
			.addKeyValue("reason", local.reason())
			.addKeyValue("encrypted", !this.config.encryption().keyring().isEmpty())
			.log("Cluster member {} started at {} ({})", this.config.name(), Addresses.format(local.advertised()),
					local.reason());
	}

	private List<InetSocketAddress> seedAddresses(Transport transport) {
		return new SeedAddresses(this.resolver, transport.runtime().blocking()).resolve(this.config.seeds().addresses(),
				transport.boundAddress().getPort());
	}

	/** Runs as the first task on the event loop. */
	private void begin(GossipParts started) {
		if (this.layer != null) {
			this.layer.started();
		}
		started.state.announceSelf(this.config.metadata());
		started.start();
	}

	MemberlistConfig config() {
		return this.config;
	}

	boolean isRunning() {
		return this.phase.get() == Phase.RUNNING;
	}

	/** Returns the calls whose futures complete off the event loop. */
	Calls calls() {
		return this.calls;
	}

	/** Adds a listener of the application. */
	Subscription subscribe(MemberlistListener listener, boolean paused) {
		return this.subscribers.add(listener.getClass().getName(), (notice) -> {
			if (notice instanceof Notice.Change change) {
				listener.memberEvent(change.event());
			}
			else if (notice instanceof Notice.Message message) {
				// other listeners own their messages
				listener.message(message.payload().clone());
			}
		}, paused);
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
	 * Closes the sockets and fails all pending calls. Idempotent.
	 * @return completes when the sockets are closed
	 */
	CompletableFuture<Void> shutdown() {
		Phase before = this.phase.getAndSet(Phase.CLOSED);
		GossipParts running = this.parts;
		this.applicationCalls.refuse();
		this.layerCalls.refuse();
		if (before == Phase.RUNNING && running != null) {
			running.transport.close().whenComplete((ok, failure) -> {
				logger.atInfo()
					.addKeyValue("member", this.config.name())
					.log("Cluster member {} stopped", this.config.name());
				this.layerCalls.close();
				this.applicationCalls.close();
				this.closed.complete(null);
			});
		}
		else if (before == Phase.NEW) {
			this.closed.complete(null);
		}
		return this.closed;
	}

	/** Returns the metrics of the member, all zero before the start. */
	MemberlistMetrics metrics() {
		GossipParts started = this.parts;
		return (started != null) ? started.context.metrics() : new MemberlistMetrics(0, this.listeners);
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
