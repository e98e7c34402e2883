package io.membership.cluster.channel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import io.membership.cluster.channel.ChannelMetrics.Counter;
import io.membership.gossip.BroadcastLane;
import io.membership.gossip.Memberlist;
import io.membership.runtime.LimitedExecutor;
import io.membership.runtime.NodeRuntime;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One channel of one member: gossips changes, and recovers missed ones through the
 * {@link ChannelExchange}. Confined to the event loop, except for the methods of
 * {@link StateChannel}.
 */
final class Channel implements StateChannel {

	private static final Logger logger = LoggerFactory.getLogger(Channel.class);

	/** Most reliable sends of large changes at the same time. */
	private static final int MAX_SENDING = 8;

	/** Most bytes that may wait to be merged off the event loop. */
	private static final long MAX_WAITING_BYTES = 64L * 1024 * 1024;

	/** A large change to send reliably, and its receiver. */
	private record Parcel(ChannelMember to, byte[] encoded) {
	}

	private final NodeRuntime runtime;

	private final Memberlist memberlist;

	private final CapableMembers members;

	private final StateChannelConfig config;

	private final ReplicatedState state;

	private final ChannelMetrics metrics = new ChannelMetrics();

	private final ChannelExchange exchange;

	private final int headerBytes;

	/** Runs the calls of the state, in order. */
	private final Executor stateCalls;

	private final Deque<Parcel> parcels = new ArrayDeque<>();

	private final Consumer<Channel> onClose;

	private @Nullable BroadcastLane lane;

	private int sending;

	private long waitingBytes;

	private boolean closed;

	/**
	 * Creates a channel without opening it.
	 * @param self the name of this member
	 * @param runtime the event loop
	 * @param memberlist sends large changes
	 * @param members the members that support channels
	 * @param config the settings
	 * @param state this member's copy of the state
	 * @param onClose called with the channel when it is closed
	 */
	Channel(String self, NodeRuntime runtime, Memberlist memberlist, CapableMembers members, StateChannelConfig config,
			ReplicatedState state, Consumer<Channel> onClose) {
		this.runtime = runtime;
		this.memberlist = memberlist;
		this.headerBytes = ChannelMessage.encode(new ChannelMessage.Change(config.name(), new byte[0])).length;
		this.members = members;
		this.config = config;
		this.state = state;
		this.stateCalls = config.onEventLoop() ? Runnable::run : new LimitedExecutor(runtime.blocking(), 1);
		this.exchange = new ChannelExchange(self, runtime, this, members);
		this.onClose = onClose;
	}

	@Override
	public String name() {
		return this.config.name();
	}

	@Override
	public void broadcast(byte[] change) {
		byte[] encoded = ChannelMessage.encode(new ChannelMessage.Change(name(), change));
		onLoop(() -> spread(null, encoded, null));
	}

	@Override
	public void broadcast(String key, byte[] change, @Nullable Runnable spread) {
		byte[] encoded = ChannelMessage.encode(new ChannelMessage.Change(name(), change));
		onLoop(() -> spread(key, encoded, spread));
	}

	@Override
	public int smallChangeBytes() {
		return this.memberlist.maxBroadcastBytes() / 2 - this.headerBytes;
	}

	@Override
	public void exchangeSoon() {
		onLoop(this.exchange::soon);
	}

	@Override
	public ChannelMetrics metrics() {
		return this.metrics;
	}

	@Override
	public void close() {
		onLoop(() -> {
			if (!this.closed) {
				this.closed = true;
				alone();
				this.onClose.accept(this);
			}
		});
	}

	StateChannelConfig config() {
		return this.config;
	}

	boolean isClosed() {
		return this.closed;
	}

	void opened(BroadcastLane created) {
		this.lane = created;
		this.metrics.packetBytes(created::transmittedBytes);
		this.exchange.start();
	}

	/** Called when a member that supports channels has appeared. */
	void appeared(boolean wasAlone) {
		this.exchange.appeared(wasAlone);
	}

	/** Called when no other member that supports channels is left. */
	void alone() {
		lane().prune(0);
		this.parcels.clear();
	}

	void memberChanged(ChannelMember member, boolean known) {
		call(0, () -> this.state.memberChanged(member, known));
	}

	void refused() {
		this.metrics.increment(Counter.REFUSED);
	}

	void receive(ChannelMessage message, int bytes) {
		this.metrics.add(Counter.BYTES_RECEIVED, bytes);
		if (bytes > this.config.maxStateBytes()) {
			refused();
		}
		else if (message instanceof ChannelMessage.Change change) {
			this.metrics.increment(Counter.CHANGES_RECEIVED);
			merge(change.change(), () -> {
			});
		}
		else {
			this.exchange.receive(message);
		}
	}

	/** Merges a change, passes on the new part of it, and continues. */
	void merge(byte[] change, Runnable then) {
		call(change.length, () -> {
			byte[] news = this.state.merge(change);
			onLoop(() -> {
				if (news != null && news.length <= smallChangeBytes()) {
					// a large change was already sent to every member by its origin
					broadcast(news);
				}
				then.run();
			});
		});
	}

	/** Calls the state: off the event loop, unless the settings say otherwise. */
	void call(int bytes, Runnable work) {
		if (this.waitingBytes + bytes > MAX_WAITING_BYTES) {
			this.metrics.increment(Counter.OVERFLOWED);
			return;
		}
		boolean counted = bytes > 0 && !this.config.onEventLoop();
		this.waitingBytes += counted ? bytes : 0;
		this.stateCalls.execute(() -> {
			try {
				work.run();
			}
			catch (RuntimeException ex) {
				this.metrics.increment(Counter.STATE_ERRORS);
				logger.atWarn()
					.addKeyValue("channel", name())
					.setCause(ex)
					.log("The state of channel {} threw an exception", name());
			}
			if (counted) {
				this.runtime.execute(() -> this.waitingBytes -= bytes);
			}
		});
	}

	ReplicatedState state() {
		return this.state;
	}

	/** Runs a task on the event loop, at once if called on it. */
	void onLoop(Runnable work) {
		if (this.runtime.inEventLoop()) {
			work.run();
		}
		else {
			this.runtime.execute(work);
		}
	}

	private void spread(@Nullable String key, byte[] encoded, @Nullable Runnable spread) {
		if (this.closed || this.members.isEmpty()) {
			finished(spread);
		}
		else if (encoded.length - this.headerBytes <= smallChangeBytes()) {
			this.metrics.increment(Counter.BROADCASTS_SMALL);
			if (key != null) {
				lane().queue(encoded, key, spread);
			}
			else {
				lane().queue(encoded, spread);
			}
		}
		else {
			this.metrics.increment(Counter.BROADCASTS_LARGE);
			this.members.all().forEach((member) -> this.parcels.add(new Parcel(member, encoded)));
			sendParcels();
			finished(spread);
		}
	}

	private void sendParcels() {
		while (this.sending < MAX_SENDING) {
			Parcel parcel = this.parcels.poll();
			if (parcel == null) {
				return;
			}
			this.sending++;
			send(parcel.to(), parcel.encoded(), () -> done(null), this::done);
		}
	}

	private void done(@Nullable Throwable failure) {
		this.sending--;
		if (failure != null) {
			logger.atDebug().addKeyValue("channel", name()).log("A change was not sent: {}", failure.getMessage());
		}
		sendParcels();
	}

	/** Sends a message reliably to one member. */
	void send(ChannelMember to, byte[] encoded, Runnable sent, Consumer<Throwable> failed) {
		this.metrics.add(Counter.RELIABLE_BYTES_SENT, encoded.length);
		this.memberlist.sendReliable(to.address(), encoded).whenComplete((ok, failure) -> onLoop(() -> {
			if (failure != null) {
				failed.accept(failure);
			}
			else {
				sent.run();
			}
		}));
	}

	private BroadcastLane lane() {
		return Objects.requireNonNull(this.lane, "not opened");
	}

	private static void finished(@Nullable Runnable spread) {
		if (spread != null) {
			spread.run();
		}
	}

}
