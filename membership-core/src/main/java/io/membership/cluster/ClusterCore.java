package io.membership.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import io.membership.Subscription;
import io.membership.cluster.coordinate.Coordinate;
import io.membership.gossip.Delegates;
import io.membership.gossip.MemberStatus;
import io.membership.gossip.Memberlist;
import io.membership.gossip.ProtocolLayer;
import io.membership.gossip.UserDelegate;
import io.membership.runtime.NodeRuntime;
import org.jspecify.annotations.Nullable;

/**
 * Serf's protocol as a layer on gossip: takes its messages apart, and holds its parts
 * together.
 */
final class ClusterCore implements ProtocolLayer {

	private final ClusterConfig config;

	private final Lifecycle lifecycle = new Lifecycle(this);

	private final GossipHooks hooks;

	private final ClusterMetrics counters = new ClusterMetrics(this::count);

	private final Clocks clocks = Clocks.create(this.counters);

	private final Members members;

	private final Channels channels = new Channels(this);

	private final UserEvents events;

	private final StateExchange exchange;

	private final Intents intents = new Intents(this, this.clocks.member());

	private final Inbox inbox;

	private final Replies replies = new Replies(this);

	private final NameConflicts conflicts = new NameConflicts(this);

	private final Reaper reaper = new Reaper(this);

	private final Reconnector reconnector = new Reconnector(this);

	private final Subscribers subscribers;

	private final ClusterSnapshot snapshot;

	/** What readers on other threads see. */
	private final Map<String, ClusterMember> view = new ConcurrentHashMap<>();

	private volatile Map<String, String> tags;

	private @Nullable Memberlist memberlist;

	/** What there is from the moment on in which the sockets are bound. */
	private volatile @Nullable Running running;

	private @Nullable Context context;

	private @Nullable Lanes lanes;

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
		this.inbox = new Inbox(this, this.events, this.replies, hooks);
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
		return this.hooks.completed(Delegates.none().withEvents(this.inbox::memberEvent).withUser(new UserDelegate() {

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

		}).withConflict(this.conflicts::conflict).withPing((member, roundTrip, payload) -> {
			Coordinates kept = this.coordinates;
			if (kept != null) {
				kept.pinged(member, roundTrip, payload);
			}
		}));
	}

	@Override
	public void bound(NodeRuntime bound) {
		this.hooks.bound(bound.blocking());
		Queries queries = new Queries(this, this.clocks.query(), this.replies, bound.blocking());
		queries.handle(NameConflicts.QUERY, this.conflicts::asked);
		KeyRequests.create(this.config, bound.blocking()).register(queries);
		this.running = new Running(bound, new UserCode(bound.blocking()), queries,
				new EventCoalescing(bound, this.config.coalescing(), this.subscribers::tell));
		this.lifecycle.change(ClusterState.NEW, ClusterState.ALIVE);
	}

	@Override
	public void started(Context started) {
		this.context = started;
		this.channels.started(started);
		this.lanes = Lanes.create(started, this.config.queues(), () -> this.members.all().size(),
				memberlist()::maxBroadcastBytes, this.counters);
		this.snapshot.restore(this.clocks, this.events, queries());
		showTimes();
		this.snapshot.start(runtime(), this.clocks.member()::time,
				() -> this.counters.increment(ClusterMetrics.Counter.SNAPSHOT_ERRORS));
		after(this.config.reconnectTimeout(), () -> this.snapshot.retain(this.members.statusTimes().keySet()));
		if (this.config.coordinates()) {
			this.coordinates = new Coordinates(name(), runtime().random(), memberlist()::setAckPayload, this.counters);
		}
		this.reaper.start();
		after(this.config.queues().checkInterval(), this::checkQueues);
		this.reconnector.start();
		this.exchange.newcomer(!this.config.replayOnJoin() && this.snapshot.others(name()).isEmpty());
		new SnapshotRejoin(runtime(), this.snapshot.others(name()), (address) -> memberlist().join(List.of(address)),
				this::isStaying)
			.start();
	}

	@Override
	public void joining() {
		this.exchange.joining(true);
	}

	@Override
	public void joined(int reached) {
		this.exchange.joining(false);
		if (reached > 0) {
			this.intents.join();
		}
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

	Lifecycle lifecycle() {
		return this.lifecycle;
	}

	ClusterState state() {
		return this.lifecycle.state();
	}

	/** Nothing comes any more: what waits is told and written. Event loop only. */
	CompletionStage<Void> closeParts() {
		queries().closeAll();
		running().coalescing().close();
		return this.snapshot.close();
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
			.gossip()
			.interval()
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

	ClusterSnapshot snapshot() {
		return this.snapshot;
	}

	Intents intents() {
		return this.intents;
	}

	Members members() {
		return this.members;
	}

	NameConflicts conflicts() {
		return this.conflicts;
	}

	@Nullable InetSocketAddress replyAddress(byte @Nullable [] address, int port) {
		return Objects.requireNonNull(this.context, "not started").replyAddress(address, port);
	}

	void tell(ClusterEvent event) {
		this.snapshot.event(event);
		running().coalescing().put(event);
	}

	/** A query is about to be delivered, be it to Serf's own handlers. */
	void queried(long time) {
		this.snapshot.query(time);
	}

	void publish(MemberEntry entry) {
		ClusterMember member = toMember(entry);
		this.view.put(member.name(), member);
		this.channels.changed(member);
	}

	ClusterMember toMember(MemberEntry entry) {
		return entry.toMember(entry.state.isPresent() ? null : timeout(entry));
	}

	/** After what time a member that is gone is forgotten. */
	Duration timeout(MemberEntry entry) {
		return this.reaper.timeout(entry);
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

	void broadcastIntent(byte[] encoded, @Nullable Runnable finished) {
		lanes().intents().queue(encoded, finished);
	}

	void broadcastEvent(byte[] encoded) {
		lanes().events().queue(encoded, null);
	}

	void broadcastQuery(byte[] encoded) {
		lanes().queries().queue(encoded, null);
	}

	Lanes lanes() {
		return Objects.requireNonNull(this.lanes, "not started");
	}

	void ignoreOld(boolean begin) {
		this.exchange.ignoreOld(begin);
	}

	void sendEvent(String name, byte[] payload, boolean coalesce) {
		this.events.send(name, payload, coalesce);
		showTimes();
	}

	/** A message has arrived. */
	void receive(byte[] message) {
		if (ChannelMessage.isOne(message)) {
			this.channels.receive(message);
			return;
		}
		this.inbox.receive(message);
	}

	void showTimes() {
		this.clocks.show(this.counters);
	}

	private void checkQueues() {
		lanes().check(this.config.queues().depthWarning(), now());
		after(this.config.queues().checkInterval(), this::checkQueues);
	}

}
