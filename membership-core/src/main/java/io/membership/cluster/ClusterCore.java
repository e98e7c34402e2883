package io.membership.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

import io.membership.cluster.coordinate.Coordinate;
import io.membership.gossip.Delegates;
import io.membership.gossip.MemberEvent;
import io.membership.gossip.MemberStatus;
import io.membership.gossip.Memberlist;
import io.membership.gossip.ProtocolLayer;
import io.membership.gossip.UserDelegate;
import io.membership.runtime.NodeRuntime;
import io.membership.wire.SerfCodec;
import io.membership.wire.SerfMessage;
import io.membership.wire.WireException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serf's protocol as a layer on gossip: takes its messages apart, and holds its parts
 * together.
 */
final class ClusterCore implements ProtocolLayer {

	private static final Logger logger = LoggerFactory.getLogger(ClusterCore.class);

	/** How long the end waits for the disk. */
	private static final Duration DRAIN = Duration.ofMillis(250);

	private final ClusterConfig config;

	private final AtomicReference<ClusterState> state = new AtomicReference<>(ClusterState.NEW);

	private final GossipHooks hooks;

	private final ClusterMetrics counters = new ClusterMetrics(this::count);

	private final Clocks clocks = Clocks.create(this.counters);

	private final Members members;

	private final Channels channels = new Channels(this);

	private final UserEvents events;

	private final StateExchange exchange;

	private final Reconnector reconnector = new Reconnector(this);

	private final Subscribers subscribers;

	private final ClusterSnapshot snapshot;

	private final CompletableFuture<Void> drained = new CompletableFuture<>();

	/** What readers on other threads see. */
	private final Map<String, ClusterMember> view = new ConcurrentHashMap<>();

	private volatile Map<String, String> tags;

	private @Nullable Memberlist memberlist;

	/** What there is from the moment on in which the sockets are bound. */
	private volatile @Nullable Running running;

	private @Nullable Context context;

	private @Nullable Lane intentLane;

	private @Nullable Lane eventLane;

	private @Nullable Lane queryLane;

	private volatile @Nullable Coordinates coordinates;

	/** What a member has only while it runs. */
	private record Running(NodeRuntime runtime, UserCode userCode, Queries queries, EventCoalescing coalescing) {
	}

	ClusterCore(ClusterConfig config, ClusterListener listener, GossipHooks hooks) {
		this.config = config;
		this.hooks = hooks;
		this.tags = sorted(config.tags());
		this.members = new Members(this, this.clocks.member());
		this.events = new UserEvents(this, this.clocks.event());
		this.exchange = new StateExchange(this, this.events, this.clocks);
		this.subscribers = new Subscribers(config.eventQueueCapacity(), this.counters,
				(work) -> userCode().listeners().execute(work), this::now);
		this.subscribers.add(listener);
		this.snapshot = new ClusterSnapshot(config.snapshotFile(), config.rejoinAfterLeave());
	}

	/** Reads what an earlier run has left. Blocks; before the start. */
	void readSnapshot() throws IOException {
		this.snapshot.read();
	}

	void memberlist(Memberlist created) {
		this.memberlist = created;
	}

	@Override
	public Delegates delegates() {
		return this.hooks.completed(Delegates.none().withEvents(this::memberEvent).withUser(new UserDelegate() {

			@Override
			public void message(byte[] message) {
				receive(message);
			}

			@Override
			public byte[] localState(boolean join) {
				return ClusterCore.this.exchange.local();
			}

			@Override
			public void mergeRemoteState(byte[] remote, boolean join) {
				ClusterCore.this.exchange.merge(remote, join);
				showTimes();
			}

		}).withPing((member, roundTrip, payload) -> {
			Coordinates kept = this.coordinates;
			if (kept != null) {
				kept.pinged(member, roundTrip, payload);
			}
		}));
	}

	@Override
	public void bound(NodeRuntime bound) {
		this.hooks.bound(bound.blocking());
		Queries queries = new Queries(this, this.clocks.query(), bound.blocking());
		KeyRequests.create(this.config, bound.blocking()).register(queries);
		this.running = new Running(bound, new UserCode(bound.blocking()), queries,
				new EventCoalescing(bound, this.config.coalescing(), this.subscribers::tell));
		this.state.compareAndSet(ClusterState.NEW, ClusterState.ALIVE);
	}

	@Override
	public void started(Context started) {
		this.context = started;
		this.channels.started(started);
		this.intentLane = newLane(started, ClusterMetrics.Gauge.INTENT_QUEUE);
		this.queryLane = newLane(started, ClusterMetrics.Gauge.QUERY_QUEUE);
		this.eventLane = newLane(started, ClusterMetrics.Gauge.EVENT_QUEUE);
		this.snapshot.restore(this.clocks, this.events, queries());
		showTimes();
		this.snapshot.start(runtime(), this.clocks.member()::time,
				() -> this.counters.increment(ClusterMetrics.Counter.SNAPSHOT_ERRORS));
		after(this.config.reconnectTimeout(), () -> this.snapshot.retain(this.members.statusTimes().keySet()));
		if (this.config.coordinates()) {
			this.coordinates = new Coordinates(name(), runtime().random(), memberlist()::setAckPayload, this.counters);
		}
		after(this.config.reapInterval(), this::reap);
		this.reconnector.start();
		new SnapshotRejoin(runtime(), this.snapshot.others(name()), (address) -> memberlist().join(List.of(address)),
				this::isStaying)
			.start();
	}

	private Lane newLane(Context started, ClusterMetrics.Gauge gauge) {
		return new Lane(started.newLane(), this::maxQueued, this.counters, gauge);
	}

	private int maxQueued() {
		ClusterConfig.Queues queues = this.config.queues();
		return (queues.minDepth() > 0) ? Math.max(queues.minDepth(), 2 * this.members.all().size()) : queues.maxDepth();
	}

	// what any thread may use

	ClusterConfig config() {
		return this.config;
	}

	String name() {
		return this.config.gossip().name();
	}

	Memberlist memberlist() {
		return Objects.requireNonNull(this.memberlist, "not created");
	}

	ClusterState state() {
		return Objects.requireNonNull(this.state.get());
	}

	/** Goes from one state to another, unless it is in another one. */
	boolean changeState(ClusterState from, ClusterState to) {
		return this.state.compareAndSet(from, to);
	}

	/**
	 * It is shut down, whatever it was before.
	 * @return completes when what is to be kept is kept, or the disk takes too long
	 */
	CompletableFuture<Void> shutDown() {
		ClusterState before = this.state.getAndSet(ClusterState.SHUTDOWN);
		if (before == ClusterState.NEW || this.running == null) {
			this.drained.complete(null);
		}
		else if (before != ClusterState.SHUTDOWN) {
			boolean nothingToKeep = this.config.snapshotFile() == null
					&& this.config.coalescing().equals(ClusterConfig.Coalescing.OFF);
			runtime().execute(this::drain);
			if (nothingToKeep) {
				this.drained.complete(null);
			}
		}
		return this.drained;
	}

	private void drain() {
		queries().closeAll();
		running().coalescing().close();
		this.snapshot.close().whenComplete((ok, failure) -> this.drained.complete(null));
		after(DRAIN, () -> this.drained.complete(null));
	}

	ClusterMetrics counters() {
		return this.counters;
	}

	private int count(MemberState wanted) {
		return (int) this.view.values().stream().filter((member) -> member.state() == wanted).count();
	}

	Channels channels() {
		return this.channels;
	}

	boolean isBound() {
		return this.running != null;
	}

	private Running running() {
		return Objects.requireNonNull(this.running, "not started");
	}

	NodeRuntime runtime() {
		return running().runtime();
	}

	UserCode userCode() {
		return running().userCode();
	}

	Queries queries() {
		return running().queries();
	}

	long now() {
		return runtime().nanoTime();
	}

	boolean isStaying() {
		return state() == ClusterState.ALIVE;
	}

	Map<String, ClusterMember> view() {
		return this.view;
	}

	Map<String, String> tags() {
		return this.tags;
	}

	void tags(Map<String, String> changed) {
		this.tags = sorted(changed);
	}

	private static Map<String, String> sorted(Map<String, String> tags) {
		return Collections.unmodifiableMap(new TreeMap<>(tags));
	}

	@Nullable Coordinate coordinate(String name) {
		Coordinates kept = this.coordinates;
		return (kept != null) ? kept.of(name) : null;
	}

	Subscription subscribe(ClusterListener listener) {
		return this.subscribers.add(listener);
	}

	Duration defaultQueryTimeout() {
		int present = memberlist().count(MemberStatus.ALIVE) + memberlist().count(MemberStatus.SUSPECT);
		int scale = (int) Math.ceil(Math.log10(Math.max(1, present) + 1.0));
		return this.config.gossip()
			.gossipInterval()
			.multipliedBy(this.config.queries().timeoutMultiplier())
			.multipliedBy(scale);
	}

	void checkEvent(String name, byte[] payload) {
		this.events.checkSize(name, payload);
	}

	// what is confined to the event loop

	void after(Duration delay, Runnable task) {
		runtime().schedule(delay.toNanos(), task);
	}

	Members members() {
		return this.members;
	}

	@Nullable InetSocketAddress replyAddress(byte @Nullable [] address, int port) {
		return Objects.requireNonNull(this.context, "not started").replyAddress(address, port);
	}

	void tell(ClusterEvent event) {
		this.snapshot.event(event);
		running().coalescing().put(event);
	}

	/** A query is about to be delivered, be it to Serf's own handlers. */
	void queried(SerfMessage.Query query) {
		this.snapshot.query(query.ltime());
	}

	void publish(MemberEntry entry) {
		ClusterMember member = toMember(entry);
		this.view.put(member.name(), member);
		this.channels.changed(member);
	}

	ClusterMember toMember(MemberEntry entry) {
		return entry.toMember(timeout(entry));
	}

	/** After what time a member that is gone is forgotten. */
	Duration timeout(MemberEntry entry) {
		return (entry.state == MemberState.LEFT) ? this.config.tombstoneTimeout() : this.config.reconnectTimeout();
	}

	/** A member was forgotten. */
	void forget(MemberEntry entry) {
		ClusterMember last = toMember(entry);
		this.view.remove(last.name());
		Coordinates kept = this.coordinates;
		if (kept != null) {
			kept.forget(last.name());
		}
		this.channels.forgotten(last);
		tell(new ClusterEvent.Membership(MemberEventType.REAP, List.of(last)));
	}

	/**
	 * This member intends to be a member: after a join, and when somebody says that it
	 * leaves.
	 */
	void announceJoin() {
		SerfMessage.Join join = new SerfMessage.Join(this.clocks.member().time(), name());
		this.members.joinIntent(join);
		broadcastIntent(SerfCodec.encode(join), null);
		showTimes();
	}

	private void broadcastIntent(byte[] encoded, @Nullable Runnable finished) {
		Objects.requireNonNull(this.intentLane, "not started").queue(encoded, finished);
	}

	void broadcastEvent(byte[] encoded) {
		Objects.requireNonNull(this.eventLane, "not started").queue(encoded, null);
	}

	void broadcastQuery(byte[] encoded) {
		Objects.requireNonNull(this.queryLane, "not started").queue(encoded, null);
	}

	void ignoreOld(boolean begin) {
		this.exchange.ignoreOld(begin);
	}

	void sendEvent(String name, byte[] payload, boolean coalesce) {
		this.events.send(name, payload, coalesce);
		showTimes();
	}

	/**
	 * Announces that a member leaves, this one or another.
	 * @param announced called when the announcement has been gossiped
	 */
	void sendLeave(String node, boolean prune, Runnable announced) {
		if (node.equals(name())) {
			this.snapshot.leave();
		}
		SerfMessage.Leave leave = new SerfMessage.Leave(this.clocks.member().time(), node, prune);
		this.clocks.member().increment();
		this.members.leaveIntent(leave);
		showTimes();
		boolean alone = this.members.in(MemberState.ALIVE)
			.stream()
			.allMatch((entry) -> entry.member.name().equals(name()));
		if (alone) {
			announced.run();
		}
		else {
			broadcastIntent(SerfCodec.encode(leave), announced);
		}
	}

	private void memberEvent(MemberEvent event) {
		switch (event.type()) {
			case JOINED -> this.members.joined(event.member());
			case UPDATED -> this.members.updated(event.member());
			case LEFT, FAILED -> this.members.gone(event.member());
			case SUSPECTED, RECOVERED -> this.hooks.suspicion(event);
		}
	}

	/** A message has arrived. What is passed on is passed on as it came. */
	void receive(byte[] message) {
		if (ChannelMessage.isOne(message)) {
			this.channels.receive(message);
			return;
		}
		try {
			SerfMessage decoded = SerfCodec.decode(message);
			if (decoded instanceof SerfMessage.Leave leave) {
				intent(this.members.leaveIntent(leave), message);
			}
			else if (decoded instanceof SerfMessage.Join join) {
				intent(this.members.joinIntent(join), message);
			}
			else if (decoded instanceof SerfMessage.UserEvent event && this.events.receive(event)) {
				broadcastEvent(message);
			}
			else if (decoded instanceof SerfMessage.Query query) {
				queries().receive(query, message);
			}
			else if (decoded instanceof SerfMessage.QueryResponse response) {
				queries().receive(response);
			}
			showTimes();
		}
		catch (WireException ex) {
			this.counters.increment(ClusterMetrics.Counter.UNDECODABLE);
			logger.atDebug()
				.addKeyValue("reason", ex.getMessage())
				.log("A message cannot be decoded: {}", ex.getMessage());
		}
	}

	private void intent(boolean news, byte[] message) {
		if (news) {
			this.counters.increment(ClusterMetrics.Counter.INTENTS);
			broadcastIntent(message, null);
		}
	}

	void showTimes() {
		this.clocks.show(this.counters);
	}

	private void reap() {
		this.members.reap();
		after(this.config.reapInterval(), this::reap);
	}

}
