package io.membership.gossip;

import java.util.concurrent.Executor;

import io.membership.runtime.LimitedExecutor;
import io.membership.runtime.NodeRuntime;
import io.membership.runtime.Transport;
import io.membership.wire.CodecSettings;
import io.membership.wire.PacketCodec;
import io.membership.wire.StreamCodec;

/**
 * The parts of one member: everything that exists only once the sockets are bound. See
 * {@link GossipCore}, which holds them together.
 */
record GossipParts(Transport transport, Executor vetoes, Executor completions, MemberTable table, StallGuard stalls,
		Awareness awareness, AckHandlers acks, BroadcastQueues broadcasts, PacketCodec packets, StreamCodec frames,
		PacketSender sender, Streams streams, Application application, AddressRules addressRules, StateMachine state,
		AliveGate gate, Prober prober, PingResponder pings, Gossiper gossiper, PushPull pushPull, Joiner joiner,
		Rejoiner rejoiner) {

	private static final int MAX_PACKET_DECOMPRESSED = 256 * 1024;

	private static final int MAX_STREAM_DECOMPRESSED = 40 * 1024 * 1024;

	private static final int VETO_THREADS = 2;

	/** More than one, as what waits for one call may make the next. */
	private static final int COMPLETION_THREADS = 8;

	/**
	 * Creates the parts of a member whose sockets are bound.
	 * @param layered whether a protocol layer takes the place of the application
	 */
	static GossipParts assemble(GossipCore core, Transport transport, Delegates delegates, boolean layered,
			JoinAddress.Resolver resolver) {
		MemberlistConfig config = core.config();
		NodeRuntime runtime = transport.runtime();
		MemberlistMetrics counters = core.metrics();
		MemberTable table = new MemberTable(config.name(), runtime, core.view());
		StallGuard stalls = new StallGuard(runtime, counters, config.probe().timeout().toNanos());
		Awareness awareness = new Awareness(config.probe().awarenessMaxMultiplier(), counters);
		AckHandlers acks = new AckHandlers(0);
		BroadcastQueues broadcasts = new BroadcastQueues(config, () -> Math.max(1, table.presentCount()),
				() -> 2 * config.members().max(), counters);
		CodecSettings settings = new CodecSettings(config.label(), config.transport().skipInboundLabelCheck(),
				config.encryption().keyring(), config.encryption().verifyIncoming(),
				config.encryption().verifyOutgoing(), config.transport().compression(), config.versions().gossip(),
				MAX_PACKET_DECOMPRESSED, MAX_STREAM_DECOMPRESSED);
		PacketCodec packets = new PacketCodec(settings);
		StreamCodec frames = new StreamCodec(settings);
		PacketSender sender = new PacketSender(transport, packets, broadcasts, core.view(), counters,
				config.gossip().udpBufferSize());
		Streams streams = new Streams(transport, frames, counters);
		Dispatcher dispatcher = new Dispatcher(layered ? runtime::execute : runtime.blocking(),
				config.eventQueueCapacity(), counters, delegates.events());
		Application application = new Application(core, delegates, dispatcher);
		AddressRules addressRules = new AddressRules(config.transport().cidrsAllowed(), () -> isStrict(config), table);
		StateMachine state = new StateMachine(core, table);
		Joiner joiner = new Joiner(core, resolver);
		// who may veto may block, also on behalf of a layer
		return new GossipParts(transport, share(runtime, false, VETO_THREADS),
				share(runtime, layered, COMPLETION_THREADS), table, stalls, awareness, acks, broadcasts, packets,
				frames, sender, streams, application, addressRules, state,
				new AliveGate(core, table, delegates.alive()), new Prober(core, table, acks),
				new PingResponder(core, acks), new Gossiper(core, table, broadcasts),
				new PushPull(core, table, new LocalState(core, table, delegates.user())), joiner,
				new Rejoiner(core, joiner));
	}

	/** Whether strangers could make this member send something, and must not. */
	private static boolean isStrict(MemberlistConfig config) {
		return config.transport().strictSource()
				&& (config.encryption().keyring().isEmpty() || !config.encryption().verifyIncoming());
	}

	/** Where code of the application runs; a layer's runs on the event loop. */
	private static Executor share(NodeRuntime runtime, boolean layered, int threads) {
		return layered ? runtime::execute : new LimitedExecutor(runtime.blocking(), threads);
	}

}
