package io.membership.gossip;

import io.membership.runtime.LimitedExecutor;
import io.membership.runtime.MailboxFigures;
import io.membership.runtime.NodeRuntime;
import io.membership.runtime.Subscribers;
import io.membership.runtime.Transport;
import io.membership.wire.CodecSettings;
import io.membership.wire.Message;
import io.membership.wire.PacketCodec;
import io.membership.wire.StreamCodec;
import org.jspecify.annotations.Nullable;

/**
 * Builds the parts of one member, from the sockets up, and passes each part its
 * collaborators. Where two parts need each other, the earlier one gets a callback to the
 * later one; these callbacks are the private methods at the end. Parts exist only while
 * the sockets are bound.
 */
final class GossipParts {

	private static final int MAX_PACKET_DECOMPRESSED = 256 * 1024;

	private static final int MAX_STREAM_DECOMPRESSED = 40 * 1024 * 1024;

	private static final int VETO_THREADS = 2;

	final NodeContext context;

	final LocalAddress local;

	final Transport transport;

	final MemberTable table;

	final AckHandlers acks;

	final BroadcastQueues broadcasts;

	final PacketSender sender;

	final Streams streams;

	final Delegation delegation;

	final AddressRules addressRules;

	final Pinger pinger;

	final LostMembers lost;

	final StateMachine state;

	final LeaveAnnouncement leaving;

	final PushPull pushPull;

	final Joiner joiner;

	final Rejoiner rejoiner;

	final Prober prober;

	final PingResponder pings;

	final Gossiper gossiper;

	final EncryptionWatch encryptionWatch;

	final Inbound inbound;

	/**
	 * Builds the parts of a member whose sockets are bound.
	 * @param config the settings
	 * @param local the address of the member
	 * @param transport its sockets
	 * @param delegates the callbacks of the application or the layer
	 * @param layer the protocol above, which is notified of the first join on the event
	 * loop; {@code null} if there is none
	 * @param view publishes the members to readers on other threads
	 * @param subscribers the listeners of the application
	 * @param listeners counts the events for the listeners
	 * @param resolver resolves the host names of seeds
	 */
	GossipParts(MemberlistConfig config, LocalAddress local, Transport transport, Delegates delegates,
			Rejoiner.@Nullable FirstJoin layer, MemberView view, Subscribers<Notice> subscribers,
			MailboxFigures listeners, JoinAddress.Resolver resolver) {
		NodeRuntime runtime = transport.runtime();
		boolean layered = layer != null;
		this.context = NodeContext.create(config, runtime, listeners);
		this.local = local;
		this.transport = transport;
		MemberlistMetrics metrics = this.context.metrics();
		this.table = new MemberTable(this.context, view);

		// sending
		CodecSettings settings = codecSettings(config);
		PacketCodec packets = new PacketCodec(settings);
		StreamCodec frames = new StreamCodec(settings);
		this.broadcasts = new BroadcastQueues(config, this.table::clusterSize, () -> 2 * config.members().max(),
				metrics);
		this.sender = new PacketSender(transport, packets, this.broadcasts, view, metrics,
				config.gossip().udpBufferSize());
		this.streams = new Streams(transport, frames, metrics);
		this.addressRules = new AddressRules(config.transport().cidrsAllowed(), () -> isStrict(config), this.table);

		// the application
		Vetoes vetoes = new Vetoes(this.context, new LimitedExecutor(runtime.blocking(), VETO_THREADS));
		this.delegation = new Delegation(this.context, delegates, subscribers, vetoes, layered);

		// the state of the members
		this.acks = new AckHandlers(0);
		this.pinger = new Pinger(this.context, local, this.table, this.acks, this.sender, this.delegation);
		Awareness awareness = new Awareness(config.probe().awarenessMaxMultiplier(), metrics);
		Suspicions suspicions = new Suspicions(this.context, this.table, this.pinger, this::catchUp, this::declareDead);
		Corrections corrections = new Corrections(this.context, this.table, this.sender);
		NameClaims claims = new NameClaims(this.context, this.table, this.pinger, corrections, this.delegation,
				this::retryClaim);
		this.lost = new LostMembers(this.context, this.table);
		this.state = new StateMachine(this.context, local, this.table, this.addressRules, this.broadcasts, awareness,
				suspicions, claims, corrections, this.lost, this.delegation);
		this.leaving = new LeaveAnnouncement(this.table, this.state);
		AliveGate gate = new AliveGate(this.context, local, this.table, vetoes, delegates.alive(), this.state);

		// full states
		LocalState localState = new LocalState(this.context, this.table, delegates.user(),
				layered ? runtime::execute : runtime.blocking());
		this.pushPull = new PushPull(this.context, this.table, this.streams, localState, gate, this.delegation);
		Reconciler reconciler = new Reconciler(this.context, this.state, this.pushPull);
		this.joiner = new Joiner(this.context, local, resolver, this.pushPull, reconciler);
		this.rejoiner = new Rejoiner(this.context, this.table, this.state, new SeedSource(this.context), this.joiner,
				this.lost, layer);

		// probes and gossip
		IndirectPinger indirectPinger = new IndirectPinger(this.context, this.table, this.pinger, this.sender,
				this.streams);
		this.prober = new Prober(this.context, this.table, (target, ended) -> new ProbeRound(this.context, this.acks,
				this.pinger, indirectPinger, awareness, this.state, this.delegation, target, ended)
			.start());
		this.pings = new PingResponder(this.context, local, this.addressRules, this.acks, this.sender, this.pinger,
				this.state);
		this.gossiper = new Gossiper(this.context, this.table, view, this.broadcasts, this.sender);
		this.encryptionWatch = new EncryptionWatch(this.context, this.table, EncryptionWatch.WARN_AT);
		this.inbound = new Inbound(this.context, packets, frames, this.acks, this.pings, gate, this.pushPull,
				this.delegation);
	}

	/** Starts the timers of the parts. Called on the event loop. */
	void start() {
		this.context.stalls().start();
		this.prober.start();
		this.gossiper.start();
		this.pushPull.start();
		this.rejoiner.start();
		this.encryptionWatch.start();
	}

	private static CodecSettings codecSettings(MemberlistConfig config) {
		return new CodecSettings(config.label(), config.transport().skipInboundLabelCheck(),
				config.encryption().keyring(), config.encryption().verifyIncoming(),
				config.encryption().verifyOutgoing(), config.transport().compression(), config.versions().gossip(),
				MAX_PACKET_DECOMPRESSED, MAX_STREAM_DECOMPRESSED);
	}

	/**
	 * Returns whether replies must go only to known members, because the traffic is not
	 * authenticated.
	 */
	private static boolean isStrict(MemberlistConfig config) {
		return config.transport().strictSource()
				&& (config.encryption().keyring().isEmpty() || !config.encryption().verifyIncoming());
	}

	private void catchUp() {
		this.pushPull.now();
	}

	private void declareDead(Message.Dead dead) {
		this.state.dead(dead);
	}

	private void retryClaim(Message.Alive alive) {
		this.state.alive(alive);
	}

}
