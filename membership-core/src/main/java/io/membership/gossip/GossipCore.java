package io.membership.gossip;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.membership.runtime.NodeRuntime;
import io.membership.runtime.Transport;
import io.membership.runtime.TransportFactory;
import io.membership.runtime.TransportOptions;
import io.membership.wire.CodecSettings;
import io.membership.wire.Message;
import io.membership.wire.MessageCodec;
import io.membership.wire.PacketCodec;
import io.membership.wire.StreamCodec;
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

	private static final int MAX_STREAM_MESSAGE = 20 * 1024 * 1024;

	/** Largest UDP payload, less what labels, encryption and CRC may add. */
	private static final int MAX_PACKET_MESSAGE = 65507 - 512;

	private static final int MAX_PACKET_DECOMPRESSED = 256 * 1024;

	private static final int MAX_STREAM_DECOMPRESSED = 40 * 1024 * 1024;

	private enum Lifecycle {

		NEW, RUNNING, CLOSED

	}

	/** Everything that exists only once the sockets are bound. */
	private record Parts(Transport transport, MemberTable table, StallGuard stalls, Awareness awareness,
			AckHandlers acks, BroadcastQueues broadcasts, PacketCodec packets, PacketSender sender, Streams streams,
			Dispatcher dispatcher, AddressRules addressRules, StateMachine state, AliveGate gate, Prober prober,
			PingResponder pings, Gossiper gossiper, PushPull pushPull, Joiner joiner, Rejoiner rejoiner) {
	}

	private final MemberlistConfig config;

	private final Delegates delegates;

	private final TransportFactory transports;

	private final JoinAddress.Resolver resolver;

	private final MemberView view = new MemberView();

	private final AtomicReference<Lifecycle> lifecycle = new AtomicReference<>(Lifecycle.NEW);

	private final CompletableFuture<Void> closed = new CompletableFuture<>();

	/** Calls of the application that wait for an answer. */
	private final Set<CompletableFuture<?>> calls = ConcurrentHashMap.newKeySet();

	private volatile @Nullable MemberlistMetrics metrics;

	private volatile @Nullable Parts parts;

	private volatile InetSocketAddress advertised = InetSocketAddress.createUnresolved("not-started", 0);

	private int boundPort;

	private byte @Nullable [] metadata;

	private @Nullable CompletableFuture<Void> leave;

	GossipCore(MemberlistConfig config, Delegates delegates, TransportFactory transports,
			JoinAddress.Resolver resolver) {
		this.config = config;
		this.delegates = delegates;
		this.transports = transports;
		this.resolver = resolver;
		byte[] configured = config.metadata();
		this.metadata = (configured.length > 0) ? configured : null;
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
		this.parts = wire(transport);
		// readers see the local member from now on; the event loop does the same once
		// more
		this.view.put(new Member(this.config.name(), this.advertised, MemberStatus.ALIVE, this.config.metadata(), 1,
				versions(), transport.runtime().wallClock()));
		transport.runtime().execute(() -> {
			state().announceSelf(this.advertised, this.metadata, versions().toWire());
			stalls().start();
			prober().start();
			parts().gossiper().start();
			pushPull().start();
			rejoiner().start();
		});
		transport.start(new Inbound(this, parts().packets(), streamCodec()));
		warnIfPlaintext();
		logger.atInfo()
			.addKeyValue("member", this.config.name())
			.addKeyValue("bound", transport.boundAddress())
			.addKeyValue("advertised", this.advertised)
			.addKeyValue("encrypted", !this.config.keyring().isEmpty())
			.log("Cluster member started");
	}

	boolean isRunning() {
		return this.lifecycle.get() == Lifecycle.RUNNING;
	}

	CompletableFuture<JoinResult> join(Collection<String> addresses) {
		return call((result) -> parts().joiner().join(addresses, (joined) -> complete(result, joined)));
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

	CompletableFuture<Void> updateMetadata(byte[] changed) {
		if (changed.length > MemberlistConfigRules.MAX_METADATA_BYTES) {
			throw new MemberlistConfigException("metadata", "it has " + changed.length + " bytes.",
					"Shorten it to " + MemberlistConfigRules.MAX_METADATA_BYTES + " bytes.");
		}
		byte[] copy = changed.clone();
		return call((result) -> {
			this.metadata = (copy.length > 0) ? copy : null;
			if (!state().isLeaving()) {
				state().announceSelf(this.advertised, this.metadata, versions().toWire());
			}
			complete(result, null);
		});
	}

	CompletableFuture<Void> leave(Duration timeout) {
		return call((result) -> {
			CompletableFuture<Void> announced = this.leave;
			if (announced == null) {
				announced = new CompletableFuture<>();
				this.leave = announced;
				startLeaving(announced);
			}
			announced.whenComplete((ok, failure) -> complete(result, null));
			stalls().after(timeout.toNanos(),
					() -> fail(result, new TimeoutException("timeout waiting for leave broadcast after " + timeout)));
		});
	}

	private void startLeaving(CompletableFuture<Void> announced) {
		boolean alone = presentCount() <= 1;
		state().leaveSelf(() -> announced.complete(null));
		if (alone) {
			announced.complete(null);
		}
	}

	CompletableFuture<Void> shutdown() {
		Lifecycle before = this.lifecycle.getAndSet(Lifecycle.CLOSED);
		Parts running = this.parts;
		if (before == Lifecycle.RUNNING && running != null) {
			running.transport().close().whenComplete((ok, failure) -> {
				logger.atInfo().addKeyValue("member", this.config.name()).log("Cluster member stopped");
				this.calls.forEach((call) -> call.completeExceptionally(notRunning()));
				this.closed.complete(null);
			});
		}
		else if (before == Lifecycle.NEW) {
			this.closed.complete(null);
		}
		return this.closed;
	}

	CompletableFuture<Duration> ping(String name, InetSocketAddress address) {
		return call((result) -> prober().ping(name, address).whenComplete((roundTrip, failure) -> {
			if (failure != null) {
				result.completeExceptionally(failure);
			}
			else {
				result.complete(roundTrip);
			}
		}));
	}

	CompletableFuture<Void> sendBestEffort(InetSocketAddress to, String name, byte[] message) {
		if (message.length > MAX_PACKET_MESSAGE) {
			throw new IllegalArgumentException("A message of " + message.length + " bytes does not fit into a packet ("
					+ MAX_PACKET_MESSAGE + " bytes); send it reliably");
		}
		byte[] encoded = MessageCodec.encode(new Message.User(message.clone()));
		return call((result) -> {
			NodeRecord node = parts().table().get(name);
			boolean crc = node != null && node.address.equals(to) && PacketSender.knowsCrc(node);
			sender().sendAlone(to, encoded, crc, (cause) -> fail(result,
					new IOException("Cannot send to " + to + ": " + cause.getMessage(), cause)));
			// a failure to write is reported before this runs
			runtime().execute(() -> complete(result, null));
		});
	}

	CompletableFuture<Void> sendReliable(InetSocketAddress to, byte[] message) {
		if (message.length > MAX_STREAM_MESSAGE) {
			throw new IllegalArgumentException(
					"A message of " + message.length + " bytes is over the limit of " + MAX_STREAM_MESSAGE + " bytes");
		}
		byte[] copy = message.clone();
		return call((result) -> streams().send(to, new Message.User(copy), this.config.tcpTimeout(),
				() -> complete(result, null), (cause) -> fail(result, cause)));
	}

	void broadcast(Broadcast broadcast) {
		byte[] encoded = MessageCodec.encode(new Message.User(broadcast.message().clone()));
		if (isRunning() && broadcast.message().length > maxBroadcastBytes()) {
			throw new IllegalArgumentException("A broadcast of " + broadcast.message().length
					+ " bytes does not fit into a packet (" + maxBroadcastBytes() + " bytes); send it reliably");
		}
		Runnable finished = broadcast.finished();
		runOnLoop(() -> broadcasts().user(encoded, broadcast.name(),
				(finished != null) ? () -> dispatcher().message(finished, 0) : null));
	}

	int maxBroadcastBytes() {
		return sender().maxBroadcastBytes() - 1;
	}

	CompletableFuture<Boolean> forget(String name) {
		return call((result) -> {
			NodeRecord node = parts().table().get(name);
			boolean forgotten = node != null && !node.status.isPresent() && !name.equals(this.config.name());
			if (forgotten && node != null) {
				parts().table().remove(node);
				rejoiner().returned(name);
			}
			complete(result, forgotten);
		});
	}

	void setAckPayload(byte[] payload) {
		byte[] copy = payload.clone();
		runOnLoop(() -> pings().ackPayload(copy));
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

	Dispatcher dispatcher() {
		return parts().dispatcher();
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

	/** A push/pull says something of a node; the application may veto. */
	void merge(Message.NodeState node) {
		if (node.state() == MemberStatus.ALIVE.ordinal()) {
			alive(new Message.Alive(node.incarnation(), node.name(), node.addr(), node.port(), node.meta(),
					node.vsn()));
		}
		else {
			state().merge(node);
		}
	}

	void joined(NodeRecord node) {
		rejoiner().returned(node.name);
	}

	void gone(NodeRecord node) {
		rejoiner().lost(node);
		parts().table().trimGone(now(), this.config.gossipToTheDeadTime().toNanos());
	}

	/** Drops the nodes that have been gone for long. */
	void purge() {
		Duration retention = this.config.deadMemberRetention();
		Duration gossiped = this.config.gossipToTheDeadTime();
		parts().table().removeGone(now(), ((retention.compareTo(gossiped) > 0) ? retention : gossiped).toNanos());
	}

	/**
	 * Whether one node more may be stored; makes room at the cost of those that are gone.
	 */
	boolean makeRoom() {
		MemberTable table = parts().table();
		if (table.size() >= this.config.maxMembers()) {
			table.removeGone(now(), this.config.gossipToTheDeadTime().toNanos());
		}
		return table.size() < this.config.maxMembers();
	}

	void userMessage(byte[] payload) {
		UserDelegate user = this.delegates.user();
		if (user != null) {
			dispatcher().message(() -> user.message(payload), payload.length);
		}
	}

	void mergeUserState(byte[] state, boolean join) {
		UserDelegate user = this.delegates.user();
		if (user != null) {
			dispatcher().message(() -> user.mergeRemoteState(state, join), state.length);
		}
	}

	void askMerge(Supplier<List<Member>> members, Consumer<@Nullable String> answer) {
		MergeDelegate merge = this.delegates.merge();
		if (merge == null) {
			answer.accept(null);
			return;
		}
		List<Member> asked = members.get();
		runtime().blocking().execute(() -> {
			String veto = AliveGate.ask(() -> merge.vetoMerge(asked), metrics());
			runtime().execute(() -> answer.accept(veto));
		});
	}

	void reportConflict(NodeRecord node, Message.Alive alive, InetSocketAddress address) {
		ConflictDelegate conflict = this.delegates.conflict();
		if (conflict == null) {
			return;
		}
		byte[] meta = alive.meta();
		Member existing = node.toMember();
		Member other = new Member(alive.node(), address, MemberStatus.ALIVE, (meta != null) ? meta : new byte[0],
				alive.incarnation(), VersionRules.versions(alive.vsn()), runtime().wallClock());
		dispatcher().message(() -> conflict.conflict(existing, other), 0);
	}

	void reportPing(NodeRecord node, Duration roundTrip, byte @Nullable [] payload) {
		GossipObserver observer = this.delegates.observer();
		PingDelegate ping = this.delegates.ping();
		if (observer != null) {
			dispatcher().message(() -> observer.probeRoundTrip(roundTrip), 0);
		}
		if (ping != null) {
			Member member = node.toMember();
			byte[] bytes = (payload != null) ? payload : new byte[0];
			dispatcher().message(() -> ping.pingCompleted(member, roundTrip, bytes), bytes.length);
		}
	}

	void reportPushPull(Duration duration, boolean success) {
		GossipObserver observer = this.delegates.observer();
		if (observer != null) {
			dispatcher().message(() -> observer.pushPull(duration, success), 0);
		}
	}

	/** Completes a future of the application off the event loop. */
	<T> void complete(CompletableFuture<T> future, @Nullable T value) {
		if (!future.isDone()) {
			runtime().blocking().execute(() -> future.complete(value));
		}
	}

	/** Fails a future of the application off the event loop. */
	void fail(CompletableFuture<?> future, Throwable cause) {
		if (!future.isDone()) {
			runtime().blocking().execute(() -> future.completeExceptionally(cause));
		}
	}

	private <T> CompletableFuture<T> call(Consumer<CompletableFuture<T>> work) {
		CompletableFuture<T> result = new CompletableFuture<>();
		if (!isRunning() || this.parts == null) {
			result.completeExceptionally(notRunning());
			return result;
		}
		// whoever waits when the member is shut down is told so
		this.calls.add(result);
		result.whenComplete((ok, failure) -> this.calls.remove(result));
		runOnLoop(() -> work.accept(result));
		return result;
	}

	private void runOnLoop(Runnable work) {
		if (!isRunning()) {
			throw notRunning();
		}
		runtime().execute(work);
	}

	private IllegalStateException notRunning() {
		return new IllegalStateException("Member '" + this.config.name() + "' is not running");
	}

	private Parts parts() {
		return Objects.requireNonNull(this.parts, "not started");
	}

	private TransportOptions transportOptions() {
		InetSocketAddress bind = new InetSocketAddress(this.config.bindAddress(), this.config.bindPort());
		TransportOptions defaults = TransportOptions.of(bind, this.config.tcpTimeout());
		return new TransportOptions(bind, this.config.tcpTimeout(), defaults.maxFrameBytes(),
				this.config.maxInboundStreams(), this.config.maxInboundStreamsPerAddress(),
				this.config.inboundByteBudget(), defaults.udpReceiveBufferBytes());
	}

	private InetSocketAddress advertise(InetSocketAddress bound) {
		InetAddress address = this.config.advertiseAddress();
		if (address == null) {
			address = bound.getAddress().isAnyLocalAddress() ? AddressPicker.pick() : bound.getAddress();
		}
		return new InetSocketAddress(address,
				(this.config.advertisePort() != 0) ? this.config.advertisePort() : bound.getPort());
	}

	private ProtocolVersions versions() {
		return new ProtocolVersions(ProtocolVersions.MIN, ProtocolVersions.MAX, this.config.protocolVersion(),
				this.config.delegateProtocolMin(), this.config.delegateProtocolMax(),
				this.config.delegateProtocolCurrent());
	}

	private CodecSettings codecSettings() {
		return new CodecSettings(this.config.label(), this.config.skipInboundLabelCheck(), this.config.keyring(),
				this.config.verifyIncoming(), this.config.verifyOutgoing(), this.config.compression(),
				this.config.protocolVersion(), MAX_PACKET_DECOMPRESSED, MAX_STREAM_DECOMPRESSED);
	}

	private StreamCodec streamCodec() {
		return new StreamCodec(codecSettings());
	}

	private Parts wire(Transport transport) {
		NodeRuntime runtime = transport.runtime();
		MemberlistMetrics counters = metrics();
		MemberTable table = new MemberTable(this.config.name(), runtime, this.view);
		StallGuard stalls = new StallGuard(runtime, counters, this.config.probeTimeout().toNanos());
		Awareness awareness = new Awareness(this.config.awarenessMaxMultiplier(), counters);
		AckHandlers acks = new AckHandlers(0);
		BroadcastQueues broadcasts = new BroadcastQueues(this.config, () -> Math.max(1, table.presentCount()),
				() -> 2 * this.config.maxMembers(), counters);
		PacketCodec packets = new PacketCodec(codecSettings());
		PacketSender sender = new PacketSender(transport, packets, broadcasts, counters, this.config.udpBufferSize());
		Streams streams = new Streams(transport, streamCodec(), counters);
		Dispatcher dispatcher = new Dispatcher(runtime.blocking(), this.config.eventQueueCapacity(), counters,
				this.delegates.events());
		boolean strict = this.config.strictSource() && this.config.keyring().isEmpty();
		AddressRules addressRules = new AddressRules(this.config.cidrsAllowed(), strict, table);
		StateMachine state = new StateMachine(this, table);
		Joiner joiner = new Joiner(this, this.resolver);
		return new Parts(transport, table, stalls, awareness, acks, broadcasts, packets, sender, streams, dispatcher,
				addressRules, state, new AliveGate(this, table, this.delegates.alive()), new Prober(this, table, acks),
				new PingResponder(this, acks), new Gossiper(this, table, broadcasts),
				new PushPull(this, table, new LocalState(this, table, this.delegates.user())), joiner,
				new Rejoiner(this, joiner));
	}

	private void warnIfPlaintext() {
		InetAddress address = this.advertised.getAddress();
		if (this.config.keyring().isEmpty() && address != null && !address.isLoopbackAddress()) {
			logger.atWarn()
				.addKeyValue("member", this.config.name())
				.addKeyValue("address", this.advertised)
				.log("Gossip is not encrypted: whoever reaches this port can read and forge the membership. "
						+ "Configure encryption keys");
		}
	}

}
