package io.membership.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import io.membership.cluster.coordinate.Coordinate;
import io.membership.cluster.coordinate.CoordinateClient;
import io.membership.cluster.coordinate.CoordinateConfig;
import io.membership.gossip.BroadcastLane;
import io.membership.gossip.Delegates;
import io.membership.gossip.Member;
import io.membership.gossip.MemberEvent;
import io.membership.gossip.Memberlist;
import io.membership.gossip.ProtocolLayer;
import io.membership.gossip.UserDelegate;
import io.membership.runtime.NodeRuntime;
import io.membership.wire.CoordinatePayload;
import io.membership.wire.SafeText;
import io.membership.wire.SerfCodec;
import io.membership.wire.SerfMessage;
import io.membership.wire.WireException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serf's protocol as a layer on gossip: takes its messages apart, and holds its parts
 * together. What is not marked otherwise is confined to the event loop.
 */
final class ClusterCore implements ProtocolLayer {

	private static final Logger logger = LoggerFactory.getLogger(ClusterCore.class);

	private final ClusterConfig config;

	private final ClusterListener listener;

	private final LamportClock memberClock = new LamportClock();

	private final LamportClock eventClock = new LamportClock();

	private final ClusterMetrics counters = new ClusterMetrics(this::count);

	private final Members members;

	private final UserEvents events;

	/** What readers on other threads see. */
	private final Map<String, ClusterMember> view = new ConcurrentHashMap<>();

	private final Map<String, Coordinate> coordinates = new ConcurrentHashMap<>();

	private @Nullable Memberlist memberlist;

	private volatile @Nullable NodeRuntime runtime;

	private @Nullable BroadcastLane intentLane;

	private @Nullable BroadcastLane eventLane;

	private volatile @Nullable Outbox outbox;

	private volatile @Nullable CoordinateClient position;

	private boolean leaving;

	/** Joins in progress that ask not to be told of old events. */
	private int ignoringOld;

	ClusterCore(ClusterConfig config, ClusterListener listener) {
		this.config = config;
		this.listener = listener;
		this.members = new Members(this, this.memberClock);
		this.events = new UserEvents(this, this.eventClock);
	}

	void memberlist(Memberlist created) {
		this.memberlist = created;
	}

	@Override
	public Delegates delegates() {
		return Delegates.none().withEvents(this::memberEvent).withUser(new UserDelegate() {

			@Override
			public void message(byte[] message) {
				receive(message);
			}

			@Override
			public byte[] localState(boolean join) {
				return state();
			}

			@Override
			public void mergeRemoteState(byte[] state, boolean join) {
				merge(state, join);
			}

		}).withPing(this::pinged);
	}

	@Override
	public void bound(NodeRuntime bound) {
		this.runtime = bound;
		this.outbox = new Outbox(bound.blocking(), this.listener);
	}

	@Override
	public void started(Context context) {
		this.intentLane = context.newLane();
		this.eventLane = context.newLane();
		// Serf increments each clock once when it is created
		this.memberClock.increment();
		this.eventClock.increment();
		if (this.config.coordinates()) {
			this.position = new CoordinateClient(CoordinateConfig.defaults(), runtime().random());
			tellPosition();
		}
		after(this.config.reapInterval(), this::reap);
		after(this.config.reconnectInterval(), this::reconnect);
	}

	ClusterConfig config() {
		return this.config;
	}

	String name() {
		return this.config.gossip().name();
	}

	ClusterMetrics counters() {
		return this.counters;
	}

	private int count(MemberState state) {
		return (int) this.view.values().stream().filter((member) -> member.state() == state).count();
	}

	NodeRuntime runtime() {
		return Objects.requireNonNull(this.runtime, "not started");
	}

	long now() {
		return runtime().nanoTime();
	}

	void after(Duration delay, Runnable task) {
		runtime().schedule(delay.toNanos(), task);
	}

	boolean isStaying() {
		return !this.leaving;
	}

	Map<String, ClusterMember> view() {
		return this.view;
	}

	@Nullable Coordinate coordinate(String name) {
		CoordinateClient own = this.position;
		return (name.equals(name()) && own != null) ? own.coordinate() : this.coordinates.get(name);
	}

	void tell(ClusterEvent event) {
		Objects.requireNonNull(this.outbox, "not started").put(event);
	}

	void publish(MemberEntry entry) {
		this.view.put(entry.member.name(), toMember(entry));
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
		String name = entry.member.name();
		ClusterMember last = toMember(entry);
		this.view.remove(name);
		this.coordinates.remove(name);
		CoordinateClient own = this.position;
		if (own != null) {
			own.forget(name);
		}
		tell(new ClusterEvent.Membership(MemberEventType.REAP, List.of(last)));
	}

	/**
	 * This member intends to be a member: after a join, and when somebody says that it
	 * leaves.
	 */
	void announceJoin() {
		SerfMessage.Join join = new SerfMessage.Join(this.memberClock.time(), name());
		this.members.joinIntent(join);
		broadcastIntent(SerfCodec.encode(join), null);
	}

	void broadcastEvent(byte[] encoded) {
		Objects.requireNonNull(this.eventLane, "not started").queue(encoded, null);
	}

	void ignoreOld(boolean begin) {
		this.ignoringOld += begin ? 1 : -1;
	}

	void sendEvent(String name, byte[] payload, boolean coalesce) {
		this.events.send(name, payload, coalesce);
	}

	void checkEvent(String name, byte[] payload) {
		this.events.checkSize(name, payload);
	}

	/**
	 * Announces that a member leaves, this one or another.
	 * @param announced called when the announcement has been gossiped
	 */
	void sendLeave(String node, boolean prune, Runnable announced) {
		SerfMessage.Leave leave = new SerfMessage.Leave(this.memberClock.time(), node, prune);
		this.memberClock.increment();
		if (node.equals(name())) {
			this.leaving = true;
		}
		this.members.leaveIntent(leave);
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

	/** Forgets a failed or left member at once, here only. */
	boolean reapNow(String node) {
		return this.members.forgetGone(node);
	}

	private void memberEvent(MemberEvent event) {
		switch (event.type()) {
			case JOINED -> this.members.joined(event.member());
			case UPDATED -> this.members.updated(event.member());
			case LEFT, FAILED -> this.members.gone(event.member());
			case SUSPECTED, RECOVERED -> logger.atTrace().log("No event of Serf");
		}
	}

	private void receive(byte[] message) {
		try {
			SerfMessage decoded = SerfCodec.decode(message);
			if (decoded instanceof SerfMessage.Leave leave && this.members.leaveIntent(leave)) {
				broadcastIntent(message, null);
			}
			else if (decoded instanceof SerfMessage.Join join && this.members.joinIntent(join)) {
				broadcastIntent(message, null);
			}
			else if (decoded instanceof SerfMessage.UserEvent event && this.events.receive(event)) {
				broadcastEvent(message);
			}
		}
		catch (WireException ex) {
			logger.atDebug()
				.addKeyValue("reason", ex.getMessage())
				.log("A message cannot be decoded: {}", ex.getMessage());
		}
	}

	private byte[] state() {
		List<String> left = new ArrayList<>();
		this.members.in(MemberState.LEFT).forEach((entry) -> left.add(entry.member.name()));
		return SerfCodec.encode(new SerfMessage.PushPull(this.memberClock.time(), this.members.statusTimes(), left,
				this.eventClock.time(), this.events.slots(), 1));
	}

	private void merge(byte[] state, boolean join) {
		SerfMessage.PushPull remote;
		try {
			if (!(SerfCodec.decode(state) instanceof SerfMessage.PushPull decoded)) {
				return;
			}
			remote = decoded;
		}
		catch (WireException ex) {
			logger.atWarn()
				.addKeyValue("reason", ex.getMessage())
				.log("A state cannot be decoded: {}", ex.getMessage());
			return;
		}
		witness(this.memberClock, remote.ltime(), join);
		witness(this.eventClock, remote.eventLtime(), join);
		this.members.merge(remote);
		this.events.merge(remote, join && this.ignoringOld > 0);
	}

	private static void witness(LamportClock clock, long time, boolean join) {
		if (time == 0) {
			return;
		}
		if (join) {
			clock.adopt(time - 1);
		}
		else {
			clock.witness(time - 1);
		}
	}

	private void broadcastIntent(byte[] encoded, @Nullable Runnable finished) {
		Objects.requireNonNull(this.intentLane, "not started").queue(encoded, finished);
	}

	private void pinged(Member member, Duration roundTrip, byte[] payload) {
		CoordinateClient own = this.position;
		if (own == null) {
			return;
		}
		try {
			CoordinatePayload decoded = CoordinatePayload.decode(payload);
			if (decoded == null) {
				return;
			}
			Coordinate other = new Coordinate(decoded.vec(), decoded.error(), decoded.adjustment(), decoded.height());
			String rejected = own.update(member.name(), other, roundTrip);
			if (rejected == null) {
				this.coordinates.put(member.name(), other);
				tellPosition();
				return;
			}
			logger.atDebug().log("Coordinate of {} rejected: {}", SafeText.of(member.name()), rejected);
		}
		catch (WireException | IllegalArgumentException ex) {
			logger.atDebug().log("Coordinate of {} rejected: {}", SafeText.of(member.name()), ex.getMessage());
		}
		this.counters.increment(ClusterMetrics.Counter.COORDINATES_REJECTED);
	}

	private void tellPosition() {
		CoordinateClient own = this.position;
		if (own != null && this.memberlist != null) {
			Coordinate now = own.coordinate();
			this.memberlist.setAckPayload(
					new CoordinatePayload(now.vector(), now.error(), now.adjustment(), now.height()).encode());
		}
	}

	private void reap() {
		this.members.reap();
		after(this.config.reapInterval(), this::reap);
	}

	/**
	 * Tries one failed member, so seldom that the whole cluster together does not storm
	 * it.
	 */
	private void reconnect() {
		after(this.config.reconnectInterval(), this::reconnect);
		List<MemberEntry> failed = this.members.in(MemberState.FAILED);
		int present = this.members.in(MemberState.ALIVE).size() + this.members.in(MemberState.LEAVING).size();
		double share = (double) failed.size() / Math.max(1, present);
		if (this.leaving || failed.isEmpty() || runtime().random().nextDouble() > share) {
			return;
		}
		MemberEntry chosen = failed.get(runtime().random().nextInt(failed.size()));
		String address = chosen.member.address().getAddress().getHostAddress();
		String host = address.contains(":") ? "[" + address + "]" : address;
		CompletableFuture<?> tried = Objects.requireNonNull(this.memberlist)
			.join(List.of(host + ":" + chosen.member.address().getPort()));
		tried.whenComplete((result, failure) -> logger.atDebug().log("Reconnect ended: {}", result));
	}

}
