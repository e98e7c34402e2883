package io.membership.cluster;

import java.util.List;
import java.util.concurrent.Executor;

import io.membership.cluster.ClusterMetrics.Counter;
import io.membership.cluster.channel.Channels;
import io.membership.cluster.keys.KeyRequests;
import io.membership.gossip.Memberlist;
import io.membership.gossip.ProtocolLayer;
import io.membership.runtime.LoopCalls;
import org.jspecify.annotations.Nullable;

/**
 * Builds the parts of a running member in order: each part gets exactly the collaborators
 * that it uses.
 */
final class ClusterParts {

	private final ClusterContext context;

	private final Clocks clocks;

	private final ClusterSnapshot snapshot;

	private final Executor listeners;

	private final TagAnnouncer tags;

	private final Channels channels;

	private final @Nullable Coordinates coordinates;

	private final Members members;

	private final Broadcasts broadcasts;

	private final Intents intents;

	private final UserEvents events;

	private final QueryReceiver queryReceiver;

	private final QuerySender queries;

	private final NameConflicts conflicts;

	private final Shutdown shutdown;

	private final Inbox inbox;

	private final StateExchange exchange;

	private final Arrivals arrivals;

	private final Departures departures;

	private final Reaper reaper;

	private final Reconnector reconnector;

	private final SnapshotRejoin rejoin;

	/**
	 * Builds the parts; none of them runs before {@link #start()}.
	 * @param context the world of the member
	 * @param gossip the operations that the layer may use of gossip
	 * @param memberlist the gossip layer
	 * @param standing the parts that exist since the creation of the member
	 * @param listeners runs the listeners of the application
	 */
	ClusterParts(ClusterContext context, ProtocolLayer.Context gossip, Memberlist memberlist, Standing standing,
			Executor listeners) {
		ClusterConfig config = context.config();
		Lifecycle lifecycle = standing.lifecycle();
		this.context = context;
		this.clocks = Clocks.create(context.metrics());
		this.snapshot = standing.snapshot();
		this.listeners = listeners;
		LoopCalls calls = standing.calls();
		EventCoalescing coalescing = new EventCoalescing(context.runtime(), config.events().coalescing(),
				standing.subscribers()::tell);
		Delivery delivery = new Delivery(this.snapshot, coalescing);

		this.tags = new TagAnnouncer(context, memberlist, standing.view(), standing.tags());
		this.channels = new Channels(context.name(), context.runtime(), gossip, memberlist, standing.view()::all,
				this.tags);
		this.coordinates = config.coordinates() ? new Coordinates(context.name(), context.runtime().random(),
				memberlist::setAckPayload, context.metrics()) : null;
		MemberChanges changes = new MemberChanges(standing.view(), this.channels, this.coordinates, delivery);
		this.members = new Members(context, this.clocks.member(), lifecycle, new Retention(config), changes,
				this::refute);
		this.broadcasts = new Broadcasts(context, gossip, () -> this.members.all().size(),
				memberlist::maxBroadcastBytes);
		this.intents = new Intents(context, this.clocks, this.members, this.broadcasts, this.snapshot);
		this.events = new UserEvents(context, this.clocks, this.broadcasts, delivery);

		PendingQueries pending = new PendingQueries(context.name());
		Claimants claimants = new Claimants(context::now);
		Replies replies = new Replies(context, gossip, memberlist, this.members, pending, claimants, calls,
				this::receive);
		this.queryReceiver = new QueryReceiver(context, this.clocks.query(), standing.tags(), this.broadcasts, replies,
				delivery);
		this.queries = new QuerySender(context, this.clocks, memberlist, this.members, this.broadcasts, pending,
				this.queryReceiver, calls, listeners);
		this.shutdown = new Shutdown(context, lifecycle, memberlist, pending, coalescing, this.snapshot, calls);
		this.conflicts = new NameConflicts(context, lifecycle, memberlist, this.members, this.queries, claimants,
				delivery, this.shutdown::loseName);
		this.queryReceiver.handle(NameConflicts.QUERY, this.conflicts::asked);
		KeyRequests
			.create(config.memberlist().encryption().keyring(), config.keyringFile(), context.runtime().blocking())
			.register(config.queries().responseSizeLimit(),
					(operation, handler) -> this.queryReceiver.handle(operation, handler::accept));
		this.inbox = new Inbox(context, this.clocks, this.channels, this.intents, this.events, pending,
				this.queryReceiver, replies);

		this.exchange = new StateExchange(context.metrics(), this.clocks, this.members, this.events);
		this.arrivals = new Arrivals(context, lifecycle, memberlist, this.exchange, this.intents, calls);
		this.departures = new Departures(context, lifecycle, memberlist, this.intents, calls);
		this.reaper = new Reaper(context, this.members);
		this.reconnector = new Reconnector(context, lifecycle, this.members, memberlist);
		this.rejoin = new SnapshotRejoin(context.runtime(), this.snapshot.others(context.name()),
				(address) -> memberlist.join(List.of(address)), lifecycle::isStaying);
	}

	/** Starts the periodic tasks. Event loop only. */
	void start() {
		ClusterConfig config = this.context.config();
		this.snapshot.restore(this.clocks, this.events::ignoreBefore, this.queryReceiver::ignoreBefore);
		this.clocks.show(this.context.metrics());
		this.snapshot.start(this.context.runtime(), this.clocks.member()::time,
				() -> this.context.metrics().increment(Counter.SNAPSHOT_ERRORS));
		this.context.after(config.members().reconnectTimeout(),
				() -> this.snapshot.retain(this.members.statusTimes().keySet()));
		if (this.coordinates != null) {
			this.coordinates.start();
		}
		this.reaper.start();
		this.broadcasts.start();
		this.reconnector.start();
		this.exchange.newcomer(!config.events().replayOnJoin() && this.snapshot.others(this.context.name()).isEmpty());
		this.rejoin.start();
	}

	ClusterContext context() {
		return this.context;
	}

	Clocks clocks() {
		return this.clocks;
	}

	/** Returns the executor of the application's listeners; it keeps no order. */
	Executor listeners() {
		return this.listeners;
	}

	TagAnnouncer tags() {
		return this.tags;
	}

	Channels channels() {
		return this.channels;
	}

	@Nullable Coordinates coordinates() {
		return this.coordinates;
	}

	Members members() {
		return this.members;
	}

	UserEvents events() {
		return this.events;
	}

	QuerySender queries() {
		return this.queries;
	}

	NameConflicts conflicts() {
		return this.conflicts;
	}

	Shutdown shutdown() {
		return this.shutdown;
	}

	Inbox inbox() {
		return this.inbox;
	}

	StateExchange exchange() {
		return this.exchange;
	}

	Arrivals arrivals() {
		return this.arrivals;
	}

	Departures departures() {
		return this.departures;
	}

	private void refute() {
		this.intents.join();
	}

	private void receive(byte[] message) {
		this.inbox.receive(message);
	}

}
